import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { closeWhenAllHolds } from '../../test/all-holds.ts'
import { anotherCompany } from '../../test/another-company.ts'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { disputeStage } from '../../test/dispute-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { refundStage } from '../../test/refund-stage.ts'
import { listOpenItems } from '../clearing/reconciliation-item.ts'
import { sql } from '../db/sql.ts'
import { getPayout } from '../payouts/get-payout.ts'

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

const itemOf = async (debitId: string) =>
  (await listOpenItems(platform.db)).find((item) => item.debit_id === debitId)

test('a chargeback opens a dispute that the company owes, hears of and can answer for twenty days', async () => {
  const { debitId, disputeId } = await stage.disputed(card)
  const { body } = await platform.call('GET', `/dispute/${disputeId}`)
  assert.deepEqual(
    [body.state, body.amount, body.currency, body.reason, body.debit_id, body.evidence],
    ['needs_response', 100, 'CAD', '0301', debitId, { texts: {}, files: [], deleted_at: null }],
  )
  assert.equal((Date.parse(body.respond_by) - Date.parse(body.opened_at)) / 86_400_000, 20)
  assert.deepEqual(await refunds.balances(disputeId), { bank_clearing: -10000n, company_payable: 10000n })
  assert.deepEqual(await stage.eventsOf(debitId), ['created', 'paid', 'completed', 'disputed'])
  const told = (await platform.eventsOf(debitId)).at(-1)!.data
  assert.deepEqual(
    [told.state, told.disputeId, told.disputeState, told.disputeAmount, told.respondBy],
    ['completed', disputeId, 'needs_response', 100, body.respond_by],
  )
  const debit = (await platform.call('GET', `/transaction/${debitId}`)).body
  assert.equal(debit.state, 'completed')
  assert.deepEqual([body.contact_id, body.statement], [debit.contact_id, debit.statement])
  assert.equal(await itemOf(debitId), undefined)
  assert.deepEqual(await stage.explained(disputeId), {
    balance: { taken: -100 },
    amount: { taken_by_network: 100 },
    amount_taken: { taken: 100 },
    given_back: false,
  })
  const none = await platform.call('GET', `/dispute/${disputeId}/explain?part=given_back`)
  assert.deepEqual([none.status, none.body.code], [404, 'not_found'])
})

test('a chargeback does not overtake its sale that waits for the outcome of the charge', async () => {
  const debitId = await stage.charged(card)
  const sale = await network.recordOf(debitId)
  const put = (record: typeof sale) => {
    network.next()
    network.put(network.textOf([record]))
  }
  const waits = (kind: string) =>
    until(`the ${kind} to wait`, () =>
      platform.db.first(sql`
        select from clearing_records where rrn = ${sale.rrn} and kind = ${kind} and due_at > jetpay_now()`),
    )
  const attemptIs = (state: string) =>
    platform.db.run(sql`
      update attempts set state = ${state}, reversal_due_at = jetpay_now() + interval '1 day'
      where company_id = ${platform.demo.company_id} and debit_id = ${debitId}`)
  const saleIsDue = (inHours: number) =>
    platform.db.run(sql`
      update clearing_records set due_at = jetpay_now() + make_interval(hours => ${inHours})
      where rrn = ${sale.rrn} and kind = 'sale'`)
  await attemptIs('reversing')
  put(sale)
  await waits('sale')
  await saleIsDue(1)
  await attemptIs('approved')
  put(await stage.record(debitId, '0301', -10000n))
  await waits('adjustment')
  await saleIsDue(0)
  await until('the dispute', () => stage.of(debitId))
  assert.equal(await itemOf(debitId), undefined)
  assert.deepEqual(await stage.eventsOf(debitId), ['created', 'paid', 'completed', 'disputed'])
})

test('the next payout is less by it, and when it is won one is more by it', async () => {
  const { debitId, disputeId } = await stage.disputed(card)
  const later = await stage.completed(card, '1000.00')
  const payoutOf = (id: string, part: string) =>
    until(`the payout of ${part}`, () =>
      platform.db.first<{ payout_id: string; amount: bigint }>(sql`
        select payout_id, p.amount from payout_items i join payouts p using (company_id, payout_id)
        where transaction_id = ${id} and part = ${part}`),
    )
  const netted = await payoutOf(disputeId, 'disputed')
  assert.equal(netted.payout_id, (await payoutOf(later, 'deposit')).payout_id)
  const shown = (await platform.call('GET', `/payout/${netted.payout_id}`)).body
  assert.equal(
    getPayout.answers[200]!.schema!.safeParse(shown).error,
    undefined,
    'the reference has each part',
  )
  await network.clear(await stage.record(debitId, '0302', 10000n))
  assert.equal((await stage.of(debitId)).state, 'won')
  assert.equal((await payoutOf(disputeId, 'dispute_won')).amount, 10000n)
  assert.deepEqual(await stage.items(disputeId), { disputed: -10000n, dispute_won: 10000n })
  assert.deepEqual(await refunds.balances(disputeId), {})
  assert.deepEqual((await stage.eventsOf(debitId)).slice(3), ['disputed', 'dispute_won'])
  const { balance, given_back } = await stage.explained(disputeId)
  assert.deepEqual([balance, given_back], [{ taken: -100, given_back: 100 }, { paid_by_network: 100 }])
  const { data, paid_out } = await platform.good('GET', `/dispute/${disputeId}/explain`)
  assert.deepEqual(
    data.map(({ sources }: any) => sources.map(({ kind, amount }: any) => [kind, amount])),
    [[['clearing_file', -100]], [['clearing_file', 100]]],
  )
  assert.equal(paid_out.find(({ part }: any) => part === 'disputed').payout_id, netted.payout_id)
})

test('a dispute that is decided for the card holder is lost, and nothing more is posted', async () => {
  const { debitId, disputeId } = await stage.disputed(card)
  await network.clear(await stage.record(debitId, '0303', 0n))
  const { state, lost_reason } = await stage.of(debitId)
  assert.deepEqual([state, lost_reason], ['lost', 'decided'])
  assert.deepEqual(await stage.items(disputeId), { disputed: -10000n })
  assert.deepEqual(await refunds.balances(disputeId), { bank_clearing: -10000n, company_payable: 10000n })
  assert.deepEqual((await stage.eventsOf(debitId)).slice(3), ['disputed', 'dispute_lost'])
  assert.deepEqual((await stage.explained(disputeId)).balance, { taken: -100 })
})

test('a dispute of a part, in another currency than the first: its amounts are of that currency, and of that part', async () => {
  const american = await platform.good('PUT', '/bank_account', {
    holder_name: 'Maple Cycles',
    account_type: 'chequing',
    account_number: '7654321',
    routing_number: '021000021',
  })
  const charge = { amount: '100.00', to_bank_account_id: american.identifier }
  const debitId = (await platform.charge(card, charge)).body.debit_id
  await network.clear(await network.recordOf(debitId))
  await network.clear(await stage.record(debitId, '0301', -4000n))
  const { dispute_id, currency } = await stage.of(debitId)
  const { balance, amount } = await stage.explained(dispute_id)
  assert.deepEqual([currency, balance, amount], ['USD', { taken: -40 }, { taken_by_network: 40 }])
  assert.equal((await platform.good('GET', `/dispute/${dispute_id}/explain`)).currency, 'USD')
})

test('a sale and its chargeback that come together are one completed debit and one dispute', async () => {
  const debitId = await stage.charged(card)
  await network.clear(await network.recordOf(debitId), await stage.record(debitId, '0301', -10000n))
  const dispute = await until('the dispute', () => stage.of(debitId))
  assert.equal(dispute.state, 'needs_response')
  assert.equal(await itemOf(debitId), undefined)
})

test('what no dispute stands for becomes a reconciliation item: of a second chargeback, of one that is more than the charge, a smaller payment, a win of nothing', async () => {
  const twice = (await stage.disputed(card)).debitId
  const [less, nothing, more] = [
    (await stage.disputed(card)).debitId,
    await stage.completed(card),
    await stage.completed(card),
  ]
  await network.clear(
    await stage.record(twice, '0301', -10000n),
    await stage.record(less, '0302', 9000n),
    await stage.record(nothing, '0302', 10000n),
    await stage.record(more, '0301', -10001n),
    await stage.record(more, '0303', 0n),
  )
  const received: [string, bigint][] = [
    [twice, -10000n],
    [less, 9000n],
    [nothing, 10000n],
    [more, -1n],
  ]
  for (const [debitId, amount] of received) {
    const { kind, received } = (await itemOf(debitId))!
    assert.deepEqual([kind, received], ['extra', amount])
  }
  assert.equal(await stage.of(nothing), undefined)
  assert.deepEqual([(await stage.of(more)).amount, (await stage.of(more)).state], [100, 'lost'])
  assert.equal((await stage.of(less)).state, 'needs_response')
})

test('what is disputed cannot be refunded, until the dispute is won; what was refunded is not disputed again', async () => {
  const { debitId } = await stage.disputed(card)
  const refused = await refunds.refund(debitId, '10.00')
  assert.deepEqual([refused.status, refused.body.code], [409, 'wrong_state'])
  assert.match(refused.body.detail, /disputed/)
  await network.clear(await stage.record(debitId, '0302', 10000n))
  assert.equal((await refunds.refund(debitId, '10.00')).status, 200)

  const refunded = await stage.completed(card)
  const tooMuch = await stage.record(refunded, '0301', -7001n)
  assert.equal((await refunds.refund(refunded, '30.00')).status, 200)
  await network.clear(tooMuch)
  assert.equal((await stage.of(refunded)).amount, 70)
  assert.equal((await itemOf(refunded))!.received, -1n)
})

test('a dispute is found by its company alone, by state and by debit', async () => {
  const { debitId, disputeId } = await stage.disputed(card)
  const { headers } = await anotherCompany(platform)
  const paths: [string, string, unknown?][] = [
    ['GET', `/dispute/${disputeId}`],
    ['GET', `/dispute/${disputeId}/explain`],
    ['POST', `/dispute/${disputeId}/evidence`, { texts: { other: 'mine' } }],
    ['POST', `/dispute/${disputeId}/submit`],
  ]
  for (const [method, path, body] of paths)
    assert.equal((await platform.call(method, path, body, headers)).status, 404, path)
  assert.deepEqual((await platform.call('GET', '/dispute', undefined, headers)).body.data, [])
  const ids = async (query: string) =>
    (await platform.call('GET', `/dispute?${query}`)).body.data.map((one: any) => one.dispute_id)
  assert.ok((await ids('state=needs_response')).includes(disputeId))
  assert.deepEqual(await ids(`state=won&debit_id=${debitId}`), [])
})
