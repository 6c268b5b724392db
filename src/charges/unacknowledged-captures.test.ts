/**
 * Captures that the network carries out, or not, and never acknowledges: what a person says of them stands.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { closeWhenAllHolds } from '../../test/all-holds.ts'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { type AlarmRow, listAlarms } from '../alarms/alarm.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import type { Context } from '../process/context.ts'
import { attemptSubjects } from '../worker/attempt-subjects.ts'
import { REPEATS_MAX, REPEATS_UNTIL_ALARM } from './network-repeats.ts'
import { type Capture, captureColumns } from './request-capture.ts'
import { resolveAttempt } from './resolve-attempt.ts'
import { sendCapture } from './send-capture.ts'

let platform: Platform
let card: { path: string }
before(async () => {
  platform = await startPlatform({ networkTimeoutMs: 300, reversalTimeoutMs: 300 })
  card = await platform.saveCard()
})
after(() => closeWhenAllHolds(platform))

const capture = (debitId: string, key: string) =>
  platform.call('POST', `/debit/${debitId}/capture`, { amount: '70.00' }, { 'idempotency-key': key })
async function hold(): Promise<string> {
  await platform.setFaults({ stop_answering: 0 })
  const body = { amount: '100.00', to_bank_account_id: platform.demo.bank_account_id, statement: 'Hotel' }
  const { status, body: held } = await platform.call('POST', `${card.path}/preauthorize`, body)
  assert.equal(status, 200)
  return held.debit_id
}
/** A hold whose capture the network carries out, and says nothing of from now on. */
async function unacknowledged() {
  const debitId = await hold()
  await platform.setFaults({ stop_answering: 1_000_000 })
  const key = newId()
  assert.equal((await capture(debitId, key)).status, 202)
  return { debitId, key, attemptId: (await attemptOf(debitId)).attempt_id }
}
const attemptOf = (debitId: string) =>
  platform.db.one<{ attempt_id: string; state: string; rrn: string; reversals_sent: number }>(
    sql`select attempt_id, state, rrn, reversals_sent from attempts where debit_id = ${debitId}`,
  )
/** As if so many repeats had gone by; the next is due now. */
const afterRepeats = (debitId: string, repeats: number) =>
  platform.db.run(
    sql`update authorizations set captures_sent = ${repeats}, due_at = jetpay_now() where debit_id = ${debitId}`,
  )
const repeatsOf = (debitId: string) =>
  platform.db.one<{ captures_sent: number; due_in: number }>(sql`
    select captures_sent, extract(epoch from due_at - jetpay_now())::float8 as due_in from authorizations
    where debit_id = ${debitId}`)
const alarmAbout = async (subject: string) =>
  (await listAlarms(platform.db)).find((alarm) => alarm.subject === subject)
const stateOf = async (debitId: string) =>
  (await platform.call('GET', `/transaction/${debitId}/status`)).body.state
const resolve = (attemptId: string, as: 'captured' | 'released' | 'reversed') =>
  resolveAttempt(platform.db, attemptSubjects, attemptId, as, 'Ada', 'the acquirer says so')
const told = async (debitId: string) =>
  (await platform.eventsOf(debitId)).map(({ type }) => type.replace('transactions.debits.', ''))
const bookOf = async (debitId: string) => {
  const [entry] = (await platform.books(`?rrn=${(await attemptOf(debitId)).rrn}`)).entries
  return [entry.state, entry.amount_captured]
}

test('after forty repeats a person is called, repeats become rare, and after three days they end; nothing is guessed', async () => {
  const { debitId, attemptId } = await unacknowledged()
  await afterRepeats(debitId, REPEATS_UNTIL_ALARM - 1)
  const { kind, details } = await until('the alarm', () => alarmAbout(debitId))
  const { rrn } = await attemptOf(debitId)
  assert.deepEqual(
    [kind, details.attempt_id, details.rrn, details.amount, details.merchant_id, details.captures_sent],
    ['capture_unacknowledged', attemptId, rrn, '70.00', 'JETPAYDEMO', REPEATS_UNTIL_ALARM],
  )
  await afterRepeats(debitId, REPEATS_UNTIL_ALARM)
  await until('a further repeat', async () => (await repeatsOf(debitId)).captures_sent > REPEATS_UNTIL_ALARM)
  assert.ok((await repeatsOf(debitId)).due_in > 600, 'repeats become rare')
  await afterRepeats(debitId, REPEATS_MAX)
  // A younger one that is due is repeated meanwhile: the worker was there and left this one alone.
  const other = await unacknowledged()
  await afterRepeats(other.debitId, 5)
  await until('the repeat of another', async () => (await repeatsOf(other.debitId)).captures_sent > 5)
  assert.equal((await repeatsOf(debitId)).captures_sent, REPEATS_MAX)
  assert.equal(await stateOf(debitId), 'preauthorized')
  for (const attempt of [attemptId, other.attemptId]) await resolve(attempt, 'captured')
  assert.equal(await alarmAbout(debitId), undefined)
})

test('a person who learns that it was captured settles it: the debit is paid once, its key answers 200', async () => {
  const { debitId, key, attemptId } = await unacknowledged()
  await assert.rejects(resolve(attemptId, 'reversed'), /which is captured or released/)
  await resolve(attemptId, 'captured')
  await assert.rejects(resolve(attemptId, 'captured'), /approved already; nothing was changed/)
  await platform.setFaults({ stop_answering: 0 })
  const answer = await capture(debitId, key)
  assert.deepEqual([answer.status, answer.body.transaction_state, answer.body.amount], [200, 'paid', 70])
  assert.deepEqual(await told(debitId), ['created', 'preauthorized', 'paid'])
  assert.deepEqual(await bookOf(debitId), ['captured', 7000])
  const posted = await platform.db.many(sql`select from ledger_entries where transaction_id = ${debitId}`)
  assert.equal(posted.length, 2)
})

test('a person who learns that it was released fails it: its key answers 504, and whatever the network did is reversed', async () => {
  const { debitId, key, attemptId } = await unacknowledged()
  await resolve(attemptId, 'released')
  await assert.rejects(resolve(attemptId, 'released'), /which is reversed or captured/)
  assert.equal(await stateOf(debitId), 'failed')
  await platform.setFaults({ stop_answering: 0 })
  await until('the reversal', async () => (await attemptOf(debitId)).state === 'reversed')
  assert.equal((await bookOf(debitId))[0], 'reversed')
  const answer = await capture(debitId, key)
  assert.deepEqual([answer.status, answer.body.fail_reason], [504, 'network_timeout'])
  assert.deepEqual(await told(debitId), ['created', 'preauthorized', 'failed'])
})

test('a capture is sent as an advice once, and each time after that as its repeat', async () => {
  const { debitId, attemptId } = await unacknowledged()
  await platform.db.run(
    sql`update authorizations set due_at = jetpay_now() + interval '1 hour' where debit_id = ${debitId}`,
  )
  const asked = await platform.db.one<Capture>(sql`
    select ${captureColumns} from authorizations z join attempts a using (company_id, debit_id, attempt_id)
    join debits d using (company_id, debit_id) where debit_id = ${debitId}`)
  const repeats: boolean[] = []
  const { vault } = platform.context
  const seen: Context = {
    ...platform.context,
    vault: {
      ...vault,
      capture(question) {
        repeats.push(question.repeat)
        return vault.capture(question)
      },
    },
  }
  for (const captures_sent of [1, 2, 3]) await sendCapture(seen, { ...asked, captures_sent })
  assert.deepEqual(repeats, [false, true, true])
  await resolve(attemptId, 'captured')
})

/**
 * Asks for a capture whose answer comes only once `let it come` is called; a person may say something before.
 */
async function lateAnswer(debitId: string) {
  await platform.setFaults({ stop_answering: 1_000_000 })
  await capture(debitId, newId())
  // The worker's own repeats are put off: the late one is to be the only one.
  await platform.db.run(
    sql`update authorizations set due_at = jetpay_now() + interval '1 hour' where debit_id = ${debitId}`,
  )
  await platform.setFaults({ stop_answering: 0 })
  const asked = await platform.db.one<Capture>(sql`
    select ${captureColumns} from authorizations z join attempts a using (company_id, debit_id, attempt_id)
    join debits d using (company_id, debit_id) where debit_id = ${debitId}`)
  const { promise: held, resolve: letItCome } = Promise.withResolvers<void>()
  const { vault } = platform.context
  const { promise: answered, resolve: isAnswered } = Promise.withResolvers<void>()
  const late: Context = {
    ...platform.context,
    vault: {
      ...vault,
      async capture(question) {
        const outcome = await vault.capture(question)
        isAnswered()
        await held
        return outcome
      },
    },
  }
  const sent = sendCapture(late, { ...asked, captures_sent: 2 })
  await answered
  return { attemptId: asked.attempt_id, sent, letItCome }
}

test('a capture that did not even leave is not counted', async () => {
  const { debitId } = await unacknowledged()
  await platform.stopNetwork()
  await platform.db.run(sql`
    update authorizations set captures_sent = 6, due_at = jetpay_now() + interval '1 hour' where debit_id = ${debitId}`)
  const asked = await platform.db.one<Capture>(sql`
    select ${captureColumns} from authorizations z join attempts a using (company_id, debit_id, attempt_id)
    join debits d using (company_id, debit_id) where debit_id = ${debitId}`)
  await until('the link to be down', async () => !platform.network.reachable())
  assert.equal((await sendCapture(platform.context, asked)).outcome, 'unsent')
  assert.equal((await repeatsOf(debitId)).captures_sent, 5)
  await platform.restartNetwork()
  await afterRepeats(debitId, 5)
  await until('the capture', async () => (await attemptOf(debitId)).state === 'approved')
})

test('an acknowledgment that comes after it was released and reversed pays nothing: it is reversed once more', async () => {
  const debitId = await hold()
  const { attemptId, sent, letItCome } = await lateAnswer(debitId)
  await resolve(attemptId, 'released')
  await until('the reversal', async () => (await attemptOf(debitId)).state === 'reversed')
  const { reversals_sent } = await attemptOf(debitId)
  letItCome()
  await sent
  await until('another reversal', async () => (await attemptOf(debitId)).reversals_sent > reversals_sent)
  await until('its end', async () => (await attemptOf(debitId)).state === 'reversed')
  assert.equal(await stateOf(debitId), 'failed')
  assert.deepEqual(await told(debitId), ['created', 'preauthorized', 'failed'])
})

test('a refusal that comes after it was settled as captured changes nothing, and a person is told that it says otherwise', async () => {
  const debitId = await hold()
  const [{ stan, rrn, transmitted_at, amount }] = await platform.db.many<any>(
    sql`select stan, rrn, transmitted_at, amount from attempts where debit_id = ${debitId}`,
  )
  const reference = { id: rrn, sequence: stan, sent_at: transmitted_at.toISOString() }
  const original = { kind: 'authorization', reference, amount, currency: 'CAD' } as const
  await platform.network.reverse(original, null, { repeat: false })
  const { attemptId, sent, letItCome } = await lateAnswer(debitId)
  await resolve(attemptId, 'captured')
  letItCome()
  assert.equal((await sent).outcome, 'refused')
  const alarm = (await alarmAbout(attemptId)) as AlarmRow
  assert.deepEqual([alarm.kind, alarm.details.rrn], ['answer_contradicts_person', rrn])
  assert.equal(await stateOf(debitId), 'paid')
  assert.deepEqual(await told(debitId), ['created', 'preauthorized', 'paid'])
})
