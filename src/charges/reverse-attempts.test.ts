import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Platform, startPlatform, until } from '../../test/platform.ts'
import { listAlarms } from '../alarms/alarm.ts'
import { sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import type { Context } from '../process/context.ts'
import { attemptSubjects } from '../worker/attempt-subjects.ts'
import { type Attempt, selectAttempts } from './attempt.ts'
import { reverseAttempt } from './card-exchange.ts'
import { debitSubject } from './debit-subject.ts'
import { REPEATS_UNTIL_ALARM } from './network-repeats.ts'
import { resolveAttempt } from './resolve-attempt.ts'

let platform: Platform
before(async () => {
  platform = await startPlatform({
    networkTimeoutMs: 300,
    reversalTimeoutMs: 300,
    operatorEmail: 'operator@example.com',
  })
})
after(() => platform.close())

test('an outage of the network does not put reversals off: they go out when it is back', async () => {
  const card = await platform.saveCard('4000000000900011')
  await platform.setFaults({ stop_answering: 1_000_000 })
  const { status, body } = await platform.charge(card)
  assert.equal(status, 202)
  await platform.stopNetwork()
  const attempt = () =>
    platform.db.one<{ reversals_sent: number; overdue: boolean }>(sql`
      select reversals_sent, reversal_due_at < jetpay_now() - interval '1.5 seconds' as overdue
      from attempts where debit_id = ${body.debit_id}`)
  const { reversals_sent: sentBefore } = await attempt()
  // Due for as long as several repeats take, and the worker looks four times a second.
  await until('it to be overdue', async () => (await attempt()).overdue)
  assert.equal((await attempt()).reversals_sent, sentBefore)
  await platform.restartNetwork()
  await until(
    'the reversal',
    async () => (await platform.call('GET', `/transaction/${body.debit_id}/status`)).body.state === 'failed',
  )
})

/** A charge that was captured, and whose reversals the network swallows from now on. */
async function unacknowledged() {
  const card = await platform.saveCard('4000000000900011')
  await platform.setFaults({ stop_answering: 1_000_000 })
  const key = { 'idempotency-key': newId() }
  const { status, body } = await platform.charge(card, {}, key)
  assert.equal(status, 202)
  return { card, key, debitId: body.debit_id as string }
}

/** As if so many repeats had gone by; the next is due now. */
const afterRepeats = (debitId: string, repeats: number) =>
  platform.db.run(sql`
    update attempts set reversals_sent = ${repeats}, reversal_due_at = jetpay_now() where debit_id = ${debitId}`)
const attemptOf = (debitId: string) =>
  platform.db.one<{
    attempt_id: string
    reversals_sent: number
    due_in: number
    rrn: string
    state: string
  }>(sql`
    select attempt_id, reversals_sent, rrn, state,
      extract(epoch from reversal_due_at - jetpay_now())::float8 as due_in from attempts where debit_id = ${debitId}`)
const alarmFor = async (debitId: string) => {
  const { attempt_id } = await attemptOf(debitId)
  return (await listAlarms(platform.db)).find(({ subject }) => subject === attempt_id)
}

test('a reversal that did not even leave is not counted', async () => {
  const { debitId } = await unacknowledged()
  await platform.stopNetwork()
  // Counted by whoever sends it, as it is before it leaves; the worker is to keep away from it.
  await platform.db.run(sql`
    update attempts set reversals_sent = 6, reversal_due_at = jetpay_now() + interval '1 hour' where debit_id = ${debitId}`)
  const attempt = await platform.db.one<Attempt>(sql`${selectAttempts} where a.debit_id = ${debitId}`)
  await until('the link to be down', async () => !platform.network.reachable())
  const sixth = { ...attempt, reversals_sent: 5 }
  assert.equal(await reverseAttempt(platform.context, debitSubject, sixth), 'unsent')
  assert.equal((await attemptOf(debitId)).reversals_sent, 5)
  await platform.restartNetwork()
  await afterRepeats(debitId, 5)
  await until('the reversal', async () => (await attemptOf(debitId)).state === 'reversed')
})

test('after forty repeats without an acknowledgment a person is called with all that the acquirer asks for, once', async () => {
  const { debitId } = await unacknowledged()
  await afterRepeats(debitId, REPEATS_UNTIL_ALARM - 1)
  const alarm = await until('the alarm', () => alarmFor(debitId))
  const attempt = await attemptOf(debitId)
  assert.deepEqual(
    [alarm.kind, alarm.details.rrn, alarm.details.debit_id, alarm.details.amount, alarm.details.merchant_id],
    ['reversal_unacknowledged', attempt.rrn, debitId, '100.50', 'JETPAYDEMO'],
  )
  const mail = await until('the mail to the operator', () =>
    platform.db.first<{ to_address: string; subject: string; text: string }>(
      sql`select to_address, subject, text from mails where text like ${`%${attempt.rrn}%`}`,
    ),
  )
  assert.equal(mail.to_address, 'operator@example.com')
  assert.match(mail.subject, /^Jetpay alarm: Payment of \$100\.50, “.+”, Maple Cycles$/)
  assert.match(mail.text, /^What to do: Ask the acquirer[\s\S]*jetpay attempt resolve/m)
  await afterRepeats(debitId, REPEATS_UNTIL_ALARM + 1)
  await until(
    'a further repeat',
    async () => (await attemptOf(debitId)).reversals_sent > REPEATS_UNTIL_ALARM + 1,
  )
  assert.ok((await attemptOf(debitId)).due_in > 600, 'repeats become rare')
  assert.equal((await alarmFor(debitId))?.alarm_id, alarm.alarm_id)
  assert.equal((await platform.call('GET', `/transaction/${debitId}/status`)).body.state, 'requested')

  await platform.setFaults({ stop_answering: 0 })
  await afterRepeats(debitId, REPEATS_UNTIL_ALARM + 2)
  await until('the reversal', async () => (await attemptOf(debitId)).state === 'reversed')
  await until('the alarm to be closed', async () => (await alarmFor(debitId)) === undefined)
})

for (const [as, state, answer] of [
  ['captured', 'paid', 200],
  ['reversed', 'failed', 504],
] as const)
  test(`a person who learns that the charge was ${as} settles it: the debit is ${state}, the key answers ${answer}`, async () => {
    const { card, key, debitId } = await unacknowledged()
    const { attempt_id } = await attemptOf(debitId)
    await resolveAttempt(platform.db, attemptSubjects, attempt_id, as, 'Ada', 'the acquirer says so')
    await assert.rejects(
      resolveAttempt(platform.db, attemptSubjects, attempt_id, as, 'Ada', 'again'),
      /already; nothing was changed/,
    )
    await platform.setFaults({ stop_answering: 0 })
    assert.equal((await platform.call('GET', `/transaction/${debitId}/status`)).body.state, state)
    const replay = await platform.charge(card, {}, key)
    assert.deepEqual([replay.status, replay.body.debit_id], [answer, debitId])
    const posted = await platform.db.many(sql`select 1 from ledger_entries where transaction_id = ${debitId}`)
    assert.equal(posted.length, as === 'captured' ? 2 : 0)
    const [, told] = await platform.eventsOf(debitId)
    assert.equal(told?.type, `transactions.debits.${state}`)
  })

test('two people who say what became of a charge at one moment: one of them settles it, the other is told', async () => {
  const { debitId } = await unacknowledged()
  const { attempt_id } = await attemptOf(debitId)
  await platform.db.run(
    sql`update attempts set reversal_due_at = jetpay_now() + interval '1 hour' where debit_id = ${debitId}`,
  )
  let both: Promise<PromiseSettledResult<unknown>[]> | undefined
  await platform.db.transaction(async (holder) => {
    await holder.run(sql`select from attempts where attempt_id = ${attempt_id} for update`)
    both = Promise.allSettled(
      ['Ada', 'Bo'].map((by) =>
        resolveAttempt(platform.db, attemptSubjects, attempt_id, 'captured', by, 'says the acquirer'),
      ),
    )
    await until('both to wait', async () => {
      const { found } = await platform.db.one<{ found: bigint }>(sql`
        select count(*) as found from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
      return found >= 2n
    })
  })
  const [refused, ...others] = (await both!).filter((of) => of.status === 'rejected')
  assert.equal(others.length, 0)
  assert.match(String(refused?.reason), /approved already; nothing was changed/)
  const moves = await platform.db.many(
    sql`select from transaction_moves where transaction_id = ${debitId} and move = 'charge'`,
  )
  assert.equal(moves.length, 1)
  await platform.setFaults({ stop_answering: 0 })
})

test('an acknowledgment that comes after a person settled the charge as captured changes nothing, and the person is told', async () => {
  const { debitId } = await unacknowledged()
  await platform.db.run(
    sql`update attempts set reversal_due_at = jetpay_now() + interval '1 hour' where debit_id = ${debitId}`,
  )
  await platform.setFaults({ stop_answering: 0 })
  const attempt = await platform.db.one<Attempt>(sql`${selectAttempts} where a.debit_id = ${debitId}`)
  const { vault } = platform.context
  const asked = Promise.withResolvers<void>()
  const settled = Promise.withResolvers<void>()
  const late: Context = {
    ...platform.context,
    vault: {
      ...vault,
      async reverse(question) {
        const outcome = await vault.reverse(question)
        asked.resolve()
        await settled.promise
        return outcome
      },
    },
  }
  const reversed = reverseAttempt(late, debitSubject, attempt)
  await asked.promise
  await resolveAttempt(
    platform.db,
    attemptSubjects,
    attempt.attempt_id,
    'captured',
    'Ada',
    'the acquirer says so',
  )
  settled.resolve()
  await reversed
  assert.equal((await alarmFor(debitId))?.kind, 'answer_contradicts_person')
  assert.equal((await platform.call('GET', `/transaction/${debitId}/status`)).body.state, 'paid')
})
