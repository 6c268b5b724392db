/**
 * Disputes that the network never decides, and what is kept of those that ended. The clearing files are of
 * the tests' own making.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { closeWhenAllHolds } from '../../test/all-holds.ts'
import { type ClearingStage, clearingStage } from '../../test/clearing-stage.ts'
import { disputeStage, pdf } from '../../test/dispute-stage.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { refundStage } from '../../test/refund-stage.ts'
import { type AlarmRow, listAlarms } from '../alarms/alarm.ts'
import { listOpenItems } from '../clearing/reconciliation-item.ts'
import { listOpenDisputes, resolveDispute } from '../clearing/resolve-dispute.ts'
import { sql } from '../db/sql.ts'
import { sweepEvidence } from './evidence.ts'

let platform: Platform
let network: ClearingStage
let stage: ReturnType<typeof disputeStage>
let card: { path: string }
before(async () => {
  platform = await startPlatform({ clearingToleranceMs: 0, operatorEmail: 'operator@example.com' })
  network = clearingStage(platform)
  stage = disputeStage(platform, network)
  card = await platform.saveCard()
})
after(() => closeWhenAllHolds(platform))

const ada = { by: 'Ada', note: 'the acquirer says so' }
const resolve = (disputeId: string, as: 'lost' | 'won') => resolveDispute(platform.db, disputeId, as, ada)
const balances = (disputeId: string) => refundStage(platform).balances(disputeId)

/** A dispute whose evidence was submitted, and handed to the network. */
async function submitted(evidence: object = { texts: { other: 'It was delivered.' } }) {
  const disputed = await stage.disputed(card)
  await stage.evidence(disputed.disputeId, evidence)
  assert.equal((await stage.submit(disputed.disputeId)).body.state, 'under_review')
  await until('it to be handed over', () =>
    platform.db.first(
      sql`select from disputes where dispute_id = ${disputed.disputeId} and sent_at is not null`,
    ),
  )
  return disputed
}
const submittedDaysAgo = (disputeId: string, days: number) =>
  platform.db.run(sql`
    update disputes set submitted_at = jetpay_now() - make_interval(days => ${days}) where dispute_id = ${disputeId}`)
const alarmsOf = (disputeId: string) =>
  platform.db.many<AlarmRow>(
    sql`select * from alarms where kind = 'dispute_undecided' and subject = ${disputeId}`,
  )
const itemOf = async (debitId: string) =>
  (await listOpenItems(platform.db)).find((item) => item.debit_id === debitId)
const lostReasonOf = async (debitId: string) => {
  const { state, lost_reason } = await stage.of(debitId)
  return [state, lost_reason]
}

test('a dispute that is under review for ninety days calls a person once, with all that the acquirer asks for', async () => {
  const [young, old] = [await submitted(), await submitted()]
  await submittedDaysAgo(young.disputeId, 89)
  await submittedDaysAgo(old.disputeId, 90)
  const [alarm] = await until('the alarm', async () => {
    const alarms = await alarmsOf(old.disputeId)
    return alarms.length > 0 && alarms
  })
  const { rrn, stan } = await network.recordOf(old.debitId)
  const { details } = alarm!
  assert.deepEqual(
    [details.rrn, details.stan, details.debit_id, details.amount, details.currency, details.merchant_id],
    [rrn, stan, old.debitId, '100.00', 'CAD', 'JETPAYDEMO'],
  )
  await until('the mail to the operator', () =>
    platform.db.first(sql`
      select from mails where to_address = 'operator@example.com' and text like ${`%jetpay dispute resolve ${old.disputeId}%`}`),
  )
  assert.ok((await listOpenDisputes(platform.db)).some(({ dispute_id }) => dispute_id === old.disputeId))
  // Closed without an answer, it is not raised again: the next one that is due is.
  await platform.db.run(sql`update alarms set closed_at = jetpay_now() where alarm_id = ${alarm!.alarm_id}`)
  const next = await submitted()
  await submittedDaysAgo(next.disputeId, 91)
  await until('the next alarm', async () => (await alarmsOf(next.disputeId)).length > 0)
  assert.equal((await alarmsOf(old.disputeId)).length, 1)
  assert.deepEqual(await alarmsOf(young.disputeId), [])

  await network.clear(await stage.record(next.debitId, '0303', 0n))
  assert.deepEqual(await lostReasonOf(next.debitId), ['lost', 'decided'])
  assert.ok(!(await listAlarms(platform.db)).some(({ subject }) => subject === next.disputeId))
})

test('a person closes an undecided dispute as lost: nothing is posted, it says who and why, and only once', async () => {
  const { debitId, disputeId } = await submitted()
  await submittedDaysAgo(disputeId, 120)
  await until('the alarm', async () => (await alarmsOf(disputeId)).length > 0)
  const before = await balances(disputeId)
  assert.equal((await resolve(disputeId, 'lost')).state, 'lost')
  assert.deepEqual(await lostReasonOf(debitId), ['lost', 'closed'])
  assert.deepEqual(await balances(disputeId), before)
  const [alarm] = await alarmsOf(disputeId)
  assert.deepEqual([alarm!.closed_by, alarm!.note], [ada.by, ada.note])
  await assert.rejects(
    resolve(disputeId, 'lost'),
    /is lost; only one that is under_review .* Nothing was changed/,
  )
  const told = (await platform.eventsOf(debitId)).at(-1)!
  assert.deepEqual([told.type, told.data.lostReason], ['transactions.debits.dispute_lost', 'closed'])
})

test('a person cannot call a dispute won that the network has not paid for: nothing changes', async () => {
  const { debitId, disputeId } = await submitted()
  await assert.rejects(resolve(disputeId, 'won'), /has not paid 100.00 CAD/)
  await network.clear(await stage.record(debitId, '0302', 9999n))
  assert.ok(await itemOf(debitId))
  await assert.rejects(resolve(disputeId, 'won'), /has not paid 100.00 CAD/)
  assert.deepEqual(await lostReasonOf(debitId), ['under_review', null])
  assert.deepEqual(await stage.items(disputeId), { disputed: -10000n })
  assert.deepEqual((await stage.explained(disputeId)).balance, { taken: -100 })
})

test('what the network pays after a dispute was closed as lost is a difference, and the company’s once a person says so', async () => {
  const { debitId, disputeId } = await submitted()
  await resolve(disputeId, 'lost')
  await network.clear(await stage.record(debitId, '0302', 10000n))
  assert.deepEqual(await lostReasonOf(debitId), ['lost', 'closed'])
  assert.equal((await itemOf(debitId))!.received, 10000n)
  const answers = await Promise.allSettled([1, 2, 3].map(() => resolve(disputeId, 'won')))
  assert.deepEqual(answers.map(({ status }) => status).sort(), ['fulfilled', 'rejected', 'rejected'])
  assert.deepEqual(await lostReasonOf(debitId), ['won', null])
  assert.equal(await itemOf(debitId), undefined)
  assert.deepEqual(await stage.items(disputeId), { disputed: -10000n, dispute_won: 10000n })
  assert.deepEqual(await balances(disputeId), {})
  assert.deepEqual((await stage.explained(disputeId)).balance, { taken: -100, given_back: 100 })
  assert.deepEqual((await stage.eventsOf(debitId)).slice(3), [
    'disputed',
    'dispute_under_review',
    'dispute_lost',
    'dispute_won',
  ])
})

test('evidence is deleted months after the dispute’s end: texts and content are gone, names and hashes stay', async () => {
  const evidence = { texts: { other: 'It was delivered.' }, files: [stage.file(pdf)] }
  const [old, recent, open] = [
    await submitted(evidence),
    await submitted(evidence),
    await submitted(evidence),
  ]
  const unsent = await stage.disputed(card)
  for (const { disputeId } of [old, recent]) await resolve(disputeId, 'lost')
  const endedMonthsAgo = ({ disputeId }: { disputeId: string }, months: number) =>
    platform.db.run(sql`
      update disputes set updated_at = jetpay_now() - make_interval(months => ${months}, days => 1)
      where dispute_id = ${disputeId}`)
  await endedMonthsAgo(old, 24)
  await endedMonthsAgo(recent, 23)
  await endedMonthsAgo(open, 30)
  const shown = async ({ disputeId }: { disputeId: string }) =>
    (await platform.call('GET', `/dispute/${disputeId}`)).body.evidence
  const before = await shown(old)
  await sweepEvidence(platform.db, 24)
  const after = await shown(old)
  assert.ok(after.deleted_at)
  assert.deepEqual({ ...after, deleted_at: null }, { ...before, texts: {} })
  const [{ evidence_id }] = after.files
  const download = await platform.call('GET', `/dispute/${old.disputeId}/evidence/${evidence_id}`)
  assert.deepEqual([download.status, download.body.code], [409, 'wrong_state'])
  for (const kept of [recent, open])
    assert.deepEqual(await shown(kept), { ...(await shown(kept)), deleted_at: null })
  assert.deepEqual((await shown(recent)).texts, evidence.texts)
  assert.deepEqual((await shown(open)).texts, evidence.texts)
  assert.equal((await shown(unsent)).deleted_at, null)
})
