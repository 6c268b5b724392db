/** Chargebacks of more than is left of their charge: there is a dispute, and nothing leaves unexplained. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { closeWhenAllHolds } from '../../test/all-holds.ts'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { disputeStage } from '../../test/dispute-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { refundStage } from '../../test/refund-stage.ts'
import { type ItemRow, itemColumns } from '../clearing/reconciliation-item.ts'
import { resolveDispute } from '../clearing/resolve-dispute.ts'
import { resolveItem } from '../clearing/resolve-item.ts'
import { sql } from '../db/sql.ts'

let platform: Platform
let network: ClearingStage
let stage: ReturnType<typeof disputeStage>
let refunds: ReturnType<typeof refundStage>
let card: { path: string }
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0 })
  network = clearingStage(platform)
  stage = disputeStage(platform, network)
  refunds = refundStage(platform)
  card = await platform.saveCard()
})
after(() => closeWhenAllHolds(platform))

const ada = { by: 'Ada', note: 'looked into it' }
const itemsOf = (debitId: string) =>
  platform.db.many<ItemRow>(sql`
    select ${itemColumns} from reconciliation_items where debit_id = ${debitId} and refund_id is null order by item_id`)
const seen = (item: ItemRow) => {
  const { kind, state, expected, received, dispute_id } = item
  return { kind, state, expected, received, dispute_id }
}
/** A completed debit of 100.00 and its records, made before so much of it was refunded to the card. */
async function refundedWith(
  amount: string,
  ...records: [reason: '0301' | '0302' | '0303', amount: bigint][]
) {
  const debitId = await stage.completed(card)
  const made = await Promise.all(records.map(([reason, of]) => stage.record(debitId, reason, of)))
  assert.equal((await refunds.refund(debitId, amount)).status, 200)
  return { debitId, made }
}
const refusesRefund = async (debitId: string, amount = '1.00') => {
  const { status, body } = await refunds.refund(debitId, amount)
  assert.deepEqual([status, body.code], [409, 'wrong_state'])
}

test('of a chargeback that is more than what is left the rest is a dispute with event and deadline, and the excess an item that names it', async () => {
  const { debitId, made } = await refundedWith('1.00', ['0301', -10000n])
  await network.clear(made[0]!)
  const dispute = await stage.of(debitId)
  assert.deepEqual(
    [dispute.state, dispute.amount, dispute.amount_taken, dispute.reason],
    ['needs_response', 99, 100, '0301'],
  )
  assert.ok(Date.parse(dispute.respond_by) > Date.now())
  assert.deepEqual((await itemsOf(debitId)).map(seen), [
    { kind: 'extra', state: 'open', expected: 0n, received: -100n, dispute_id: dispute.dispute_id },
  ])
  const shown = (await platform.call('GET', '/reconciliation_items?state=open')).body.data
  assert.equal(
    shown.find((one: any) => one.transaction_id === debitId && !one.refund_id).dispute_id,
    dispute.dispute_id,
  )
  assert.deepEqual(await stage.eventsOf(debitId), ['created', 'paid', 'completed', 'refunded', 'disputed'])
  const told = (await platform.eventsOf(debitId)).at(-1)!.data
  assert.deepEqual([told.disputeAmount, told.disputeAmountTaken], [99, 100])
  assert.deepEqual(await stage.items(dispute.dispute_id), { disputed: -9900n })
  const { amount, amount_taken } = await stage.explained(dispute.dispute_id)
  assert.deepEqual(amount, { taken_by_network: 100, not_booked: -1 })
  assert.deepEqual(amount_taken, { taken: 99, not_booked: 1 })
  await refusesRefund(debitId, '99.00')
  await refusesRefund(debitId)
})

test('what was refunded whole and charged back has a dispute too, of nothing: the card holder has to be answered', async () => {
  const {
    debitId,
    made: [chargeback, won],
  } = await refundedWith('100.00', ['0301', -10000n], ['0302', 10000n])
  await network.clear(chargeback!)
  const dispute = await stage.of(debitId)
  assert.deepEqual([dispute.state, dispute.amount, dispute.amount_taken], ['needs_response', 0, 100])
  assert.deepEqual(await stage.items(dispute.dispute_id), {})
  assert.equal((await itemsOf(debitId))[0]!.received, -10000n)
  await refusesRefund(debitId)
  await network.clear(won!)
  assert.equal((await stage.of(debitId)).state, 'won')
  assert.deepEqual(
    (await itemsOf(debitId)).map(({ state, received }) => [state, received]),
    [['corrected', 0n]],
  )
  const { balance, given_back } = await stage.explained(dispute.dispute_id)
  assert.deepEqual(balance, { taken: 0, given_back: 0 })
  assert.deepEqual(given_back, { paid_by_network: 100, not_booked: -100 })
})

test('a payment that squares the chargeback wins the dispute, closes the excess, and what is left can be refunded', async () => {
  const {
    debitId,
    made: [chargeback, won],
  } = await refundedWith('30.00', ['0301', -10000n], ['0302', 10000n])
  await network.clear(chargeback!)
  await network.clear(won!)
  const dispute = await stage.of(debitId)
  assert.equal(dispute.state, 'won')
  assert.deepEqual(await stage.items(dispute.dispute_id), { disputed: -7000n, dispute_won: 7000n })
  assert.deepEqual(
    (await itemsOf(debitId)).map(({ state, received }) => [state, received]),
    [['corrected', 0n]],
  )
  assert.equal((await refunds.refund(debitId, '70.00')).status, 200)
})

test('an excess that was written off is paid back as an item of its own', async () => {
  const {
    debitId,
    made: [chargeback, won],
  } = await refundedWith('30.00', ['0301', -10000n], ['0302', 10000n])
  await network.clear(chargeback!)
  const [item] = await itemsOf(debitId)
  const answer = await resolveItem(platform.db, item!.item_id, 'write_off', ada.by, ada.note)
  assert.deepEqual([answer.state, answer.resolved_by], ['written_off', 'Ada'])
  await refusesRefund(debitId)
  await network.clear(won!)
  assert.deepEqual(
    (await itemsOf(debitId)).map(({ state, received }) => [state, received]),
    [
      ['written_off', -3000n],
      ['open', 3000n],
    ],
  )
  assert.equal((await stage.of(debitId)).state, 'won')
})

test('a payment for more than the chargeback wins it, and the rest is an item that names the dispute', async () => {
  const { debitId, disputeId } = await stage.disputed(card)
  await network.clear(await stage.record(debitId, '0302', 11000n))
  assert.equal((await stage.of(debitId)).state, 'won')
  assert.deepEqual(await stage.items(disputeId), { disputed: -10000n, dispute_won: 10000n })
  assert.deepEqual((await itemsOf(debitId)).map(seen), [
    { kind: 'extra', state: 'open', expected: 0n, received: 1000n, dispute_id: disputeId },
  ])
  assert.deepEqual((await stage.explained(disputeId)).given_back, { paid_by_network: 110, not_booked: -10 })
})

test('a payment for less is an item that names the dispute, which stays open', async () => {
  const { debitId, disputeId } = await stage.disputed(card)
  await network.clear(await stage.record(debitId, '0302', 9000n))
  assert.equal((await stage.of(debitId)).state, 'needs_response')
  assert.equal((await itemsOf(debitId))[0]!.dispute_id, disputeId)
})

test('each further chargeback of a charge is a dispute: of what is left, and after a win of all of it again', async () => {
  const debitId = await stage.completed(card)
  await network.clear(await stage.record(debitId, '0301', -4000n))
  await network.clear(await stage.record(debitId, '0301', -10000n))
  const all = async () =>
    (await platform.call('GET', `/dispute?debit_id=${debitId}`)).body.data
      .map(({ state, amount, amount_taken }: any) => [state, amount, amount_taken])
      .reverse()
  assert.deepEqual(await all(), [
    ['needs_response', 40, 40],
    ['needs_response', 60, 100],
  ])
  assert.deepEqual(
    (await itemsOf(debitId)).map(({ received }) => received),
    [-4000n],
  )
  // Just the one that took as much is won.
  await network.clear(await stage.record(debitId, '0302', 4000n))
  assert.deepEqual(
    (await all()).map(([state]: any) => state),
    ['won', 'needs_response'],
  )
  await refusesRefund(debitId)

  const again = await stage.disputed(card)
  await network.clear(await stage.record(again.debitId, '0302', 10000n))
  await network.clear(await stage.record(again.debitId, '0301', -10000n))
  const [second, first] = (await platform.call('GET', `/dispute?debit_id=${again.debitId}`)).body.data
  assert.deepEqual([first.state, second.state, second.amount], ['won', 'needs_response', 100])
  await network.clear(await stage.record(again.debitId, '0303', 0n))
  assert.equal((await platform.call('GET', `/dispute/${second.dispute_id}`)).body.state, 'lost')
})

test('a chargeback of what was held, where less was captured, disputes what was captured', async () => {
  const held = await platform.call('POST', `${card.path}/preauthorize`, {
    amount: '100.00',
    to_bank_account_id: platform.demo.bank_account_id,
    statement: 'Hotel',
  })
  const debitId = held.body.debit_id as string
  const captured = await platform.call('POST', `/debit/${debitId}/capture`, { amount: '60.00' })
  assert.equal(captured.status, 200)
  await network.clear(await network.recordOf(debitId, { amount: 6000n }))
  await network.clear(await stage.record(debitId, '0301', -10000n))
  const dispute = await stage.of(debitId)
  assert.deepEqual([dispute.amount, dispute.amount_taken], [60, 100])
  assert.equal((await itemsOf(debitId))[0]!.received, -4000n)
  await refusesRefund(debitId)
})

test('a chargeback waits while the network is asked about a refund, and is held against what became of it', async () => {
  const debitId = await stage.completed(card)
  const chargeback = await stage.record(debitId, '0301', -10000n)
  const { refundId } = await refunds.abandoned(debitId, '30.00')
  await platform.db.run(sql`
    update attempts set transmitted_at = jetpay_now() + interval '1 hour' where attempt_id = ${refundId}`)
  network.next()
  network.put(network.textOf([chargeback]))
  await until('the chargeback to wait', () =>
    platform.db.first(sql`
      select from clearing_records where rrn = ${chargeback.rrn} and kind = 'adjustment' and due_at > '-infinity'`),
  )
  assert.equal(await stage.of(debitId), undefined)
  await platform.db.run(
    sql`update attempts set transmitted_at = jetpay_now() - interval '1 hour' where attempt_id = ${refundId}`,
  )
  const dispute = await until('the dispute', () => stage.of(debitId))
  assert.equal((await refunds.refundOf(refundId)).state, 'failed')
  assert.deepEqual([dispute.amount, dispute.amount_taken], [100, 100])
  assert.deepEqual(await itemsOf(debitId), [])
})

test('a chargeback of a charge whose clearing is in question opens a dispute, and the question stays', async () => {
  const debitId = await stage.charged(card)
  await network.clear(await network.recordOf(debitId, { amount: 9900n }))
  assert.deepEqual(
    (await itemsOf(debitId)).map(({ kind, received }) => [kind, received]),
    [['amount', 9900n]],
  )
  await network.clear(await stage.record(debitId, '0301', -9900n))
  assert.deepEqual(
    [(await stage.of(debitId)).amount, (await stage.of(debitId)).state],
    [99, 'needs_response'],
  )
  await refusesRefund(debitId)
  await network.clear(await network.recordOf(debitId, { kind: 'adjustment', reason: '0201', amount: 100n }))
  assert.equal((await refunds.debitOf(debitId)).state, 'completed')
})

test('a chargeback that comes before its sale is a dispute; the sale completes its debit, and no reject undoes it', async () => {
  const [first, rejected] = [await stage.charged(card), await stage.charged(card)]
  await network.clear(
    await stage.record(first, '0301', -11000n),
    await stage.record(rejected, '0301', -10000n),
  )
  assert.deepEqual([(await stage.of(first)).amount, (await stage.of(rejected)).amount], [100, 100])
  await network.clear(
    await network.recordOf(first),
    await network.recordOf(rejected, { kind: 'reject', reason: '0101', amount: 0n }),
  )
  assert.equal((await refunds.debitOf(first)).state, 'completed')
  assert.equal((await refunds.debitOf(rejected)).state, 'paid')
  const [item] = (await itemsOf(rejected)).filter(({ expected }) => expected === 10000n)
  await assert.rejects(resolveItem(platform.db, item!.item_id, 'fail', ada.by, ada.note), /settle/)
  assert.equal((await resolveItem(platform.db, item!.item_id, 'settle', ada.by, ada.note)).state, 'settled')
})

test('an adjustment that takes back more than came stops refunds until a person has looked', async () => {
  const debitId = await stage.completed(card)
  await network.clear(
    await network.recordOf(debitId, { kind: 'adjustment', reason: '0201', amount: -10000n }),
  )
  await refusesRefund(debitId, '100.00')
  const [item] = await itemsOf(debitId)
  await resolveItem(platform.db, item!.item_id, 'write_off', ada.by, ada.note)
  assert.equal((await refunds.refund(debitId, '100.00')).status, 200)
})

test('a dispute of less than was taken that was lost and is paid after all is won by a person’s word', async () => {
  const {
    debitId,
    made: [chargeback, lost, won],
  } = await refundedWith('30.00', ['0301', -10000n], ['0303', 0n], ['0302', 10000n])
  await network.clear(chargeback!)
  await network.clear(lost!)
  const { dispute_id } = await stage.of(debitId)
  await network.clear(won!)
  assert.deepEqual(
    (await itemsOf(debitId)).map(({ state, received }) => [state, received]),
    [['open', 7000n]],
  )
  await resolveDispute(platform.db, dispute_id, 'won', ada)
  assert.equal((await stage.of(debitId)).state, 'won')
  const { balance, given_back } = await stage.explained(dispute_id)
  assert.deepEqual(balance, { taken: -70, given_back: 70 })
  assert.deepEqual(given_back, { paid_by_network: 100, not_booked: -30 })
  assert.deepEqual(
    (await itemsOf(debitId)).map(({ state }) => state),
    ['corrected'],
  )
})
