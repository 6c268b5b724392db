/**
 * Chargebacks that a version before this one parked without a dispute: they have theirs once the database is
 * migrated.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { disputeStage } from '../../test/dispute-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { refundStage } from '../../test/refund-stage.ts'
import type { ClearingRecord } from '../clearing/clearing-record.ts'
import { openItem } from '../clearing/reconciliation-item.ts'
import { resolveItem } from '../clearing/resolve-item.ts'
import { raw, sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'
import { verify } from '../verify/verify.ts'

let platform: Platform
let network: ClearingStage
let stage: ReturnType<typeof disputeStage>
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0 })
  network = clearingStage(platform)
  stage = disputeStage(platform, network)
})
after(() => platform.close())

/**
 * As the version before had it: the record applied as a difference, its money in an open item, no dispute.
 */
async function park(debitId: string, line: number, sale: ClearingRecord): Promise<void> {
  const { rrn, stan, transmission, currency } = sale
  const amount = -sale.amount
  await platform.db.transaction(async (db) => {
    await db.run(sql`
      insert into clearing_records (network_id, sequence, line, kind, rrn, stan, transmission, authorization_code, last4, currency,
        amount, captured_at, reason, due_at, outcome, company_id, debit_id)
      values ('TESTNET', 1, ${line}, 'adjustment', ${rrn}, ${stan}, ${transmission}, '000000', '4242', ${currency}, ${amount},
        jetpay_now(), '0301', null, 'difference', ${platform.demo.company_id}, ${debitId})`)
    const about = {
      company_id: platform.demo.company_id,
      debit_id: debitId,
      refund_id: null,
      dispute_id: null,
      acquirer_id: null,
    }
    const found = { kind: 'extra', expected: 0n, network_id: 'TESTNET', sequence: 1n } as const
    await openItem(db, { ...about, ...found, rrn, currency }, amount)
  })
}

const itemsOf = (debitId: string) =>
  platform.db.many<{ item_id: string; state: string; received: bigint; dispute_id: string | null }>(sql`
    select item_id, state, received, dispute_id from reconciliation_items
    where company_id = ${platform.demo.company_id} and debit_id = ${debitId} and refund_id is null order by item_id`)
const violations = async () =>
  (await verify(platform.db, { sentMaxMs: 60_000, simulatorUrl: null })).checks
    .filter(({ ok }) => !ok)
    .map(({ name }) => name)

test('a chargeback that was parked without a dispute has one after the migration, and only its excess is an item; what a person decided stays', async () => {
  const card = await platform.saveCard()
  const { refund } = refundStage(platform)
  const debits = [await stage.completed(card), await stage.completed(card), await stage.completed(card)]
  const [parked, twice, decided] = debits as [string, string, string]
  const sales = await Promise.all(debits.map((debitId) => network.recordOf(debitId)))
  // Its card holder was refunded, and charged it back as well.
  assert.equal((await refund(twice, '100.00')).status, 200)
  for (const [at, sale] of sales.entries()) await park(debits[at]!, 900 + at, sale)
  const item_id = (await itemsOf(decided))[0]!.item_id
  await resolveItem(platform.db, item_id, 'write_off', 'Ada', 'before there were disputes of it')
  assert.ok((await violations()).includes('each_chargeback_has_its_dispute'))

  await platform.db.run(
    raw(readFileSync(`${projectFolder}/migrations/main/0070_parked_chargebacks.sql`, 'utf8')),
  )
  for (const debitId of [parked, twice])
    await until('its dispute', async () => (await stage.of(debitId)) !== undefined)
  const dispute = await stage.of(parked)
  assert.deepEqual(
    [dispute.state, dispute.amount, dispute.amount_taken, dispute.reason],
    ['needs_response', 100, 100, '0301'],
  )
  assert.ok(Date.parse(dispute.respond_by) > Date.now())
  assert.deepEqual(await stage.items(dispute.dispute_id), { disputed: -10000n })
  assert.deepEqual(
    (await itemsOf(parked)).map(({ state, received }) => [state, received]),
    [['corrected', 0n]],
  )
  const empty = await stage.of(twice)
  assert.deepEqual([empty.amount, empty.amount_taken], [0, 100])
  assert.deepEqual(
    (await itemsOf(twice)).map(({ state, received, dispute_id }) => [state, received, dispute_id]),
    [
      ['corrected', 0n, null],
      ['open', -10000n, empty.dispute_id],
    ],
  )
  assert.equal(await stage.of(decided), undefined)
  assert.equal((await refund(parked, '1.00')).status, 409)
  await until('its event', async () => (await stage.eventsOf(parked)).at(-1) === 'disputed')
  assert.deepEqual(await violations(), [])
})
