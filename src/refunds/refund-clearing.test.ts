import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { refundStage } from '../../test/refund-stage.ts'
import { listOpenItems } from '../clearing/reconciliation-item.ts'
import { resolveItem } from '../clearing/resolve-item.ts'
import { sql } from '../db/sql.ts'
import { verify } from '../verify/verify.ts'

let platform: Platform
let network: ClearingStage
let card: { path: string }
let stage: ReturnType<typeof refundStage>
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0, networkTimeoutMs: 400, reversalTimeoutMs: 300 })
  network = clearingStage(platform)
  stage = refundStage(platform)
  card = await platform.saveCard()
})
after(async () => {
  try {
    // The files are of the tests' own making, so they are not held against the network's books.
    const { checks } = await verify(platform.db, { sentMaxMs: 60_000, simulatorUrl: null })
    assert.deepEqual(
      checks.filter(({ ok, name }) => !ok && name !== 'nothing_pending_too_long'),
      [],
    )
  } finally {
    await platform.close()
  }
})

type Kind = 'charge' | 'refund'
/** The network's record of the debit's charge, or of its refund. */
async function recordOf(debitId: string, kind: Kind, amount: bigint) {
  const attempt = await platform.db.one<{ rrn: string; stan: string; transmission: string }>(sql`
    select rrn, stan, to_char(transmitted_at at time zone 'utc', 'MMDDHH24MISS') as transmission from attempts
    where debit_id = ${debitId} and (kind = 'refund') = ${kind === 'refund'}`)
  return {
    line: 1,
    currency: 'CAD' as const,
    reason: null,
    last4: '4242',
    authorizationCode: '000001',
    kind: kind === 'refund' ? ('refund' as const) : ('sale' as const),
    amount,
    capturedAt: new Date(),
    ...attempt,
  }
}
const itemOf = async (debitId: string) =>
  (await listOpenItems(platform.db)).find((item) => item.debit_id === debitId)
const stateOf = async (debitId: string) => (await stage.debitOf(debitId)).state

test('a refund is completed when clearing takes it, and the payout is less by it', async () => {
  const debitId = await stage.paid(card, '50.00')
  const { refund_id } = (await stage.refund(debitId, '20.00')).body
  await network.clear(await recordOf(debitId, 'charge', 5000n), await recordOf(debitId, 'refund', -2000n))
  assert.equal((await stage.refundOf(refund_id)).state, 'completed')
  assert.deepEqual(await stage.balances(debitId, refund_id), {
    bank_clearing: 3000n,
    company_payable: -3000n,
  })
  const payout = await until('the payout', () =>
    platform.db.first<{ amount: bigint }>(sql`
      select p.amount from payout_items i join payouts p using (company_id, payout_id) where transaction_id = ${refund_id}`),
  )
  assert.equal(payout.amount, 3000n)
})

test('a completed debit is refunded to the card, never by a reversal of what has cleared', async () => {
  const debitId = await stage.paid(card, '10.00')
  await network.clear(await recordOf(debitId, 'charge', 1000n))
  const { body } = await stage.refund(debitId)
  assert.deepEqual([body.method, body.state, await stateOf(debitId)], ['card', 'paid', 'completed'])
  await network.clear(await recordOf(debitId, 'refund', -1000n))
  assert.equal((await stage.refundOf(body.refund_id)).state, 'completed')
  assert.deepEqual(await stage.balances(debitId, body.refund_id), {})
})

test('a charge that is reversed for a refund after the network had cleared it nets out with the reversal of the next file', async () => {
  const debitId = await stage.paid(card, '8.00')
  const sale = await recordOf(debitId, 'charge', 800n)
  const { refund_id } = (await stage.refund(debitId)).body
  await network.clear(sale)
  const item = (await itemOf(debitId))!
  assert.deepEqual([item.kind, item.expected, item.received], ['extra', 0n, 800n])
  assert.equal(await stateOf(debitId), 'paid')
  await network.clear({ ...sale, kind: 'reversal', amount: -800n })
  assert.equal(await itemOf(debitId), undefined)
  assert.deepEqual(await stage.balances(debitId, refund_id, item.item_id), {})
})

test('while the reversal for a refund is under way, clearing waits and does not complete the charge', async () => {
  const debitId = await stage.paid(card, '9.00')
  const sale = await recordOf(debitId, 'charge', 900n)
  await platform.setFaults({ stop_answering: 1_000 })
  const { refundId } = await stage.abandoned(debitId, '9.00')
  await network.clear(sale)
  assert.equal(await stateOf(debitId), 'paid')
  assert.equal(await itemOf(debitId), undefined)
  await platform.setFaults({ stop_answering: 0 })
  await until('the refund', async () => (await stage.refundOf(refundId)).state === 'completed')
  await until('the record to be looked at', () => itemOf(debitId))
  await network.clear({ ...sale, kind: 'reversal', amount: -900n })
  assert.equal(await itemOf(debitId), undefined)
  assert.deepEqual(await stage.balances(debitId, refundId), {})
})

test('a refund that comes between the reading of a clearing record and its settling reverses the charge, which is not completed', async () => {
  const debitId = await stage.paid(card, '7.00')
  const sale = await recordOf(debitId, 'charge', 700n)
  const waiting = (count: bigint) =>
    until(`${count} to wait for the debit`, async () => {
      const { found } = await platform.db.one<{ found: bigint }>(sql`
        select count(*) as found from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
      return found >= count
    })
  let refunded: ReturnType<typeof stage.refund> | undefined
  await platform.db.transaction(async (db) => {
    await db.run(sql`select from debits where debit_id = ${debitId} for update`)
    refunded = stage.refund(debitId)
    await waiting(1n)
    network.next()
    network.put(network.textOf([sale]))
    await waiting(2n)
  })
  assert.equal((await refunded!).body.method, 'reversal')
  await until('the record to be looked at', () => itemOf(debitId))
  assert.equal(await stateOf(debitId), 'paid')
  await network.clear({ ...sale, kind: 'reversal', amount: -700n })
  assert.equal(await itemOf(debitId), undefined)
})

test('a refunded charge and a charge that was captured for less are missing nowhere', async () => {
  const voided = await stage.paid(card, '3.00')
  await stage.refund(voided)
  const fields = { amount: '30.00', to_bank_account_id: platform.demo.bank_account_id, statement: 'Hotel' }
  const held = (await platform.call('POST', `${card.path}/preauthorize`, fields)).body.debit_id
  await network.clear()
  assert.deepEqual([await itemOf(voided), await itemOf(held)], [undefined, undefined])
  await platform.good('POST', `/debit/${held}/capture`, { amount: '12.00' })
  await network.clear(await recordOf(held, 'charge', 1200n))
  assert.equal(await stateOf(held), 'completed')
  const missing = (await platform.call('POST', `${card.path}/preauthorize`, fields)).body.debit_id
  await platform.good('POST', `/debit/${missing}/capture`, { amount: '11.00' })
  await network.clear()
  const item = (await itemOf(missing))!
  assert.deepEqual([item.kind, item.expected], ['missing', 1100n])
  const whole = await stage.refund(missing)
  assert.equal(whole.body.method, 'card', 'a person is to look into its clearing, so it is not reversed')
  await network.clear(await recordOf(missing, 'charge', 1100n), await recordOf(missing, 'refund', -1100n))
  assert.equal(await itemOf(missing), undefined)
})

test('a refund that the network takes in another currency is not completed by it: a person is to ask', async () => {
  const debitId = await stage.paid(card, '42.00')
  const { refund_id } = (await stage.refund(debitId, '6.00')).body
  const refund = await recordOf(debitId, 'refund', -600n)
  await network.clear(await recordOf(debitId, 'charge', 4200n), { ...refund, currency: 'USD' })
  assert.equal((await stage.refundOf(refund_id)).state, 'paid')
  const odd = (await listOpenItems(platform.db)).find(
    (item) => item.debit_id === debitId && item.currency === 'USD',
  )!
  assert.deepEqual([odd.kind, odd.expected, odd.received, odd.refund_id], ['extra', 0n, -600n, refund_id])
  await resolveItem(platform.db, odd.item_id, 'write_off', 'Ada', 'the network gives it back')
  await network.clear(refund)
  assert.equal((await stage.refundOf(refund_id)).state, 'completed')
  assert.equal(await itemOf(debitId), undefined)
})

test('a refund that is in no file, or in one for another amount, is an item that a person can settle', async () => {
  const [none, less] = [await stage.paid(card, '40.00'), await stage.paid(card, '41.00')]
  const refunds = [await stage.refund(none, '4.00'), await stage.refund(less, '5.00')].map(
    ({ body }) => body.refund_id,
  )
  await network.clear(
    await recordOf(none, 'charge', 4000n),
    await recordOf(less, 'charge', 4100n),
    await recordOf(less, 'refund', -450n),
  )
  const items = [(await itemOf(none))!, (await itemOf(less))!]
  assert.deepEqual(
    items.map(({ kind, expected, received, refund_id }) => [kind, expected, received, refund_id]),
    [
      ['missing', -400n, 0n, refunds[0]],
      ['amount', -500n, -450n, refunds[1]],
    ],
  )
  await assert.rejects(resolveItem(platform.db, items[0]!.item_id, 'fail', 'Ada', 'no'), /takes: settle/)
  for (const { item_id } of items) await resolveItem(platform.db, item_id, 'settle', 'Ada', 'our gain')
  assert.deepEqual(await stage.balances(less, refunds[1]!, items[1]!.item_id), {
    bank_clearing: 3650n,
    company_payable: -3600n,
    losses: -50n,
  })
})
