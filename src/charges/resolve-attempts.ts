import { closeAlarms, raiseAlarm } from '../alarms/alarm.ts'
import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { formatAmount } from '../ground/money.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import { pickReference, referenceColumns } from './network-reference.ts'
import { pauseAfter, REPEATS_MAX, REPEATS_UNTIL_ALARM } from './network-repeats.ts'
import { type DoubtfulAttempt, reverseAttempt } from './reverse-attempt.ts'

const BATCH = 50
/**
 * Settles attempts whose outcome nobody holds: those that a dead process left behind, and reversals without an
 * acknowledgment. Unknown is never taken for failed: it is reversed (0420, then 0421) until the network says so, or, where
 * the network never does, until a person has asked.
 */
export const resolveAttempts: Job = {
  name: 'resolve-attempts',
  idleMs: 250,
  async run(context) {
    await takeOverAbandoned(context.db, context.config.attemptAbandonedMs)
    const due = await context.db.many<DoubtfulAttempt & { reversal_due_at: Date }>(sql`
      select a.company_id, attempt_id, a.debit_id, coalesce(a.credit_card_id, d.from_credit_card_id) as credit_card_id, a.currency, ${referenceColumns}, a.kind,
        case a.kind when 'authorization' then coalesce(d.amount_authorized, a.amount) else a.amount end as amount,
        reversals_sent, reversal_due_at, r.refund_id
      from attempts a join debits d using (company_id, debit_id)
      left join refunds r on r.company_id = a.company_id and r.debit_id = a.debit_id and r.state = 'requested'
        and case a.kind when 'refund' then r.refund_id = a.attempt_id else r.method = 'reversal' end
      where a.state = 'reversing' and reversal_due_at <= jetpay_now() and reversals_sent < ${REPEATS_MAX}
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
  const pauseSeconds = pauseAfter(attempt.reversals_sent) + context.config.reversalTimeoutMs / 1000
  const claimed = await context.db.run(sql`
    update attempts set reversals_sent = reversals_sent + 1,
      reversal_due_at = jetpay_now() + make_interval(secs => ${pauseSeconds})
    where company_id = ${attempt.company_id} and debit_id = ${attempt.debit_id}
      and attempt_id = ${attempt.attempt_id} and state = 'reversing'
      and reversals_sent = ${attempt.reversals_sent} and reversal_due_at <= jetpay_now()`)
  if (claimed === 0) return false
  const reversed = await reverseAttempt(context, attempt, newId())
  if (reversed === 'acknowledged')
    await closeAlarms(context.db, 'reversal_unacknowledged', attempt.attempt_id, 'the network acknowledged')
  else if (reversed === 'unacknowledged') await tellUnacknowledged(context, attempt)
  return reversed === 'acknowledged'
}

/** A log line for each repeat, and in the end an alarm with all that the acquirer's desk asks for. */
async function tellUnacknowledged(context: Context, attempt: DoubtfulAttempt): Promise<void> {
  const { attempt_id, reversals_sent } = attempt
  const reference = pickReference(attempt)
  context.log.warn(
    { attemptId: attempt_id, ...reference, reversals_sent },
    'a reversal is not acknowledged yet',
  )
  if (reversals_sent + 1 < REPEATS_UNTIL_ALARM) return
  const { merchantId, terminalId, acquirerId } = context.config.acceptor
  const details = {
    attempt_id,
    debit_id: attempt.debit_id,
    amount: formatAmount(attempt.amount),
    currency: attempt.currency,
    ...reference,
    ...{ merchant_id: merchantId, terminal_id: terminalId, acquirer_id: acquirerId },
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
