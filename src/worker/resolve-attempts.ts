import type { Context } from '../context.ts'
import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ids.ts'
import { type DoubtfulAttempt, reverseAttempt } from '../transactions/reverse-attempt.ts'
import type { Job } from './poll.ts'

const BATCH = 50
/**
 * Repeats of a reversal: 1 s after the first, doubling to 15 s, because a charge that is not settled keeps a customer
 * waiting, and 50 small messages in that time weigh nothing. They go on until the network acknowledges one.
 */
const REPEAT_MAX_SECONDS = 15

/**
 * Settles attempts whose outcome nobody holds: those that a dead process left behind, and reversals without an
 * acknowledgment. Unknown is never taken for failed: it is reversed (0420, then 0421) until the network says so.
 */
export const resolveAttempts: Job = {
  name: 'resolve-attempts',
  idleMs: 250,
  async run(context) {
    await takeOverAbandoned(context.db, context.config.attemptAbandonedMs)
    const due = await context.db.many<DoubtfulAttempt & { reversal_due_at: Date }>(sql`
      select a.company_id, attempt_id, debit_id, d.from_credit_card_id as credit_card_id, a.amount, a.currency, stan, rrn,
        transmitted_at, reversals_sent, reversal_due_at
      from attempts a join debits d using (company_id, debit_id)
      where a.state = 'reversing' and reversal_due_at <= jetpay_now()
      order by transmitted_at limit ${BATCH}`)
    context.metrics.attemptsUnresolved.set(due.length)
    // A reversal that cannot even leave is no repeat: counted as one, an outage would put the real one off by a minute.
    if (due.length === 0 || !(await context.vault.ready())) return false
    const settled = await Promise.all(due.map((attempt) => claimAndReverse(context, attempt)))
    return settled.includes(true)
  },
}

/** No live request waits this long, so the process that sent these is gone. */
const takeOverAbandoned = (db: Db, abandonedMs: number) =>
  db.run(sql`
    update attempts set state = 'reversing', reversal_due_at = jetpay_now(), updated_at = jetpay_now()
    where state = 'sent' and transmitted_at < jetpay_now() - make_interval(secs => ${abandonedMs / 1000})`)

/** Moving the due time claims the attempt: of two workers one does, and if that one dies the next is due later. */
async function claimAndReverse(context: Context, attempt: DoubtfulAttempt): Promise<boolean> {
  const repeatSeconds = Math.min(2 ** Math.min(attempt.reversals_sent, 10), REPEAT_MAX_SECONDS)
  const claimed = await context.db.run(sql`
    update attempts set reversals_sent = reversals_sent + 1,
      reversal_due_at = jetpay_now() + make_interval(secs => ${repeatSeconds + context.config.reversalTimeoutMs / 1000})
    where company_id = ${attempt.company_id} and debit_id = ${attempt.debit_id}
      and attempt_id = ${attempt.attempt_id} and state = 'reversing'
      and reversals_sent = ${attempt.reversals_sent} and reversal_due_at <= jetpay_now()`)
  if (claimed === 0) return false
  const reversed = await reverseAttempt(context, attempt, newId())
  if (!reversed)
    context.log.warn(
      { attemptId: attempt.attempt_id, rrn: attempt.rrn },
      'a reversal is not acknowledged yet',
    )
  return reversed
}
