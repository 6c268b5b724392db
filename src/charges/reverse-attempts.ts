import { closeAlarms, raiseAlarm } from '../alarms/alarm.ts'
import { sql } from '../db/sql.ts'
import { traced } from '../events/transaction-traces.ts'
import { OTHER_ACCEPTOR } from '../ground/vault-protocol.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import { askedByDesk, nameToVaults } from './acquirer-desk.ts'
import { type Attempt, countReversal, selectAttempts, takeOverAbandoned } from './attempt.ts'
import { type AttemptSubjects, reverseAttempt, subjectKindOf } from './card-exchange.ts'
import { pickReference } from './network-reference.ts'
import { pauseAfter, REPEATS_MAX, REPEATS_UNTIL_ALARM } from './network-repeats.ts'

const BATCH = 50
/**
 * Ends attempts whose outcome nobody holds: those that a dead process left behind, and reversals without
 * an acknowledgment. Unknown is never taken for failed: it is reversed, again and again, until the network
 * says so, or, where the network never does, until a person has asked.
 */
export const reverseAttempts = (subjects: AttemptSubjects): Job => ({
  name: 'reverse-attempts',
  idleMs: 250,
  async run(context) {
    await takeOverAbandoned(context.db, context.config.attemptAbandonedMs)
    const due = await context.db.many<Attempt>(sql`
      ${selectAttempts}
      where a.state = 'reversing' and a.reversal_due_at <= jetpay_now() and a.reversals_sent < ${REPEATS_MAX}
      order by a.transmitted_at limit ${BATCH}`)
    context.metrics.attemptsUnresolved.set(due.length)
    // A reversal that cannot even leave is no repeat: counted as one, an outage would put the real one off by
    // a minute.
    if (due.length === 0 || !(await context.vault.ready())) return false
    const ended = await Promise.all(due.map((attempt) => claimAndReverse(context, subjects, attempt)))
    return ended.includes(true)
  },
})

/** Counting it claims it: of two workers one does. */
async function claimAndReverse(
  context: Context,
  subjects: AttemptSubjects,
  attempt: Attempt,
): Promise<boolean> {
  const pauseSeconds = pauseAfter(attempt.reversals_sent) + context.config.reversalTimeoutMs / 1000
  if (!(await countReversal(context.db, attempt, pauseSeconds))) return false
  const of = { name: 'repeated reversal', companyId: attempt.company_id, transactionId: attempt.debit_id }
  const reversed = await traced(context, of, async (timing) => {
    const span = timing?.span?.child('vault reversal', 'client')
    const outcome = await reverseAttempt(context, subjects[subjectKindOf(attempt)], attempt, span)
    span?.end({ 'jetpay.outcome': outcome })
    return outcome
  })
  if (reversed === 'acknowledged') {
    const { attempt_id: attemptId, debit_id: debitId, request_id: requestId } = attempt
    context.log.info({ attemptId, debitId, requestId }, 'an attempt without an outcome was reversed')
    await closeAlarms(context.db, 'reversal_unacknowledged', attemptId, 'the network acknowledged')
  } else if (reversed === 'unacknowledged') await tellUnacknowledged(context, attempt)
  else if (reversed === OTHER_ACCEPTOR) await tellUnspoken(context, attempt)
  return reversed === 'acknowledged'
}

/** A log line for each repeat, and in the end an alarm with all that the acquirer's desk asks for. */
async function tellUnacknowledged(context: Context, attempt: Attempt): Promise<void> {
  const { attempt_id, reversals_sent, request_id: requestId } = attempt
  const reference = pickReference(attempt)
  context.log.warn(
    { attemptId: attempt_id, requestId, ...reference, reversals_sent },
    'a reversal is not acknowledged yet',
  )
  if (reversals_sent + 1 < REPEATS_UNTIL_ALARM) return
  const details = {
    ...(await askedByDesk(context, attempt, reference)),
    reversals_sent: reversals_sent + 1,
    do: `ask the acquirer whether this charge stands, then: jetpay attempt resolve ${attempt_id} --as reversed|captured --by <you> --note <what they said>`,
  }
  const alarm = {
    kind: 'reversal_unacknowledged',
    subject: attempt_id,
    companyId: attempt.company_id,
  } as const
  if (await raiseAlarm(context.db, { ...alarm, details }))
    context.log.error(details, 'a reversal stays unacknowledged: a person has to ask the acquirer')
}

/** Nothing was sent, nor will be by itself. */
async function tellUnspoken(context: Context, attempt: Attempt): Promise<void> {
  const asked = await askedByDesk(context, attempt, pickReference(attempt))
  await raiseAlarm(context.db, {
    kind: 'reversal_unacknowledged',
    subject: attempt.attempt_id,
    companyId: attempt.company_id,
    details: { ...asked, reversals_sent: attempt.reversals_sent, do: nameToVaults(asked) },
  })
}
