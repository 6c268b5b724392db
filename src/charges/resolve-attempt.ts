import { closeAlarms } from '../alarms/alarm.ts'
import { type Database, type Db, sql } from '../db/sql.ts'
import { findDebit } from '../debits/debit.ts'
import { OperatorError } from '../ground/errors.ts'
import { type Attempt, selectAttempts } from './attempt.ts'
import { type AttemptResolution, keepDecision } from './attempt-decision.ts'
import { type AttemptSubjects, subjectKindOf } from './card-exchange.ts'
import { type Capture, captureColumns } from './request-capture.ts'
import { refuseCapture, takeCaptured } from './send-capture.ts'

/**
 * Resolves an attempt whose reversal or capture the network never acknowledged by what a person has learned
 * from the acquirer. Of a reversal: `reversed` does what an acknowledgment would, `captured` says that what
 * was asked for stands: the debit is paid, or the refund to the card is, or the charge whose refund was to
 * reverse it; nothing is sent. Of a capture: `captured` does what an acknowledgment would, `released` fails
 * the debit and has the hold reversed. Who decided what and why is kept with the attempt. Throws an
 * OperatorError where it waits for neither.
 */
export const resolveAttempt = (
  db: Database,
  subjects: AttemptSubjects,
  attemptId: string,
  as: AttemptResolution,
  by: string,
  note: string,
  /** Where it is said whose it is to be. */
  companyId: string | null = null,
): Promise<{ debit_id: string; transaction_state: string }> =>
  db.transaction(async (db) => {
    const attempt = await db.first<Attempt & { state: string }>(sql`
      ${selectAttempts} where a.attempt_id = ${attemptId} and a.company_id = coalesce(${companyId}::uuid, a.company_id)
      for update of a`)
    if (!attempt)
      throw new OperatorError(
        `There is no attempt ${attemptId}; \`jetpay alarm list\` shows those that need you.`,
        'not_found',
      )
    // In the milliseconds of a Date, and the database's: what it follows is not before it.
    const { now } = await db.one<{ now: Date }>(sql`select date_trunc('milliseconds', jetpay_now()) as now`)
    const decided = { decided_as: as, by, note, decided_at: now }
    if (attempt.state === 'capturing') {
      if (as === 'reversed') throw new OperatorError('It waits for a capture, which is captured or released.')
      await resolveCapture(db, attempt, as)
      await keepDecision(db, attempt, { ...decided, doubt: 'capturing' })
      await closeAlarms(db, 'capture_unacknowledged', attempt.debit_id, by, note)
    } else if (attempt.state === 'reversing') {
      if (as === 'released')
        throw new OperatorError('It waits for a reversal, which is reversed or captured.')
      const subject = subjects[subjectKindOf(attempt)]
      await (as === 'captured' ? subject.stands(db, attempt) : subject.reversed(db, attempt))
      await keepDecision(db, attempt, { ...decided, doubt: 'reversing' })
      await closeAlarms(db, 'reversal_unacknowledged', attemptId, by, note)
    } else
      throw new OperatorError(`The attempt is ${attempt.state} already; nothing was changed.`, 'wrong_state')
    const { state } = await findDebit(db, attempt.company_id, attempt.debit_id)
    return { debit_id: attempt.debit_id, transaction_state: state }
  })

/**
 * `captured`: as an acknowledgment. `released`: the debit failed, and the attempt is reversed until the
 * network says so, which lifts what it may still hold and takes back a capture that reached it after all.
 */
async function resolveCapture(
  db: Db,
  { company_id, debit_id }: Attempt,
  as: 'captured' | 'released',
): Promise<void> {
  const capture = await db.one<Capture>(sql`
    select ${captureColumns} from authorizations z join attempts a using (company_id, debit_id, attempt_id)
    join debits d using (company_id, debit_id)
    where company_id = ${company_id} and debit_id = ${debit_id}`)
  await (as === 'captured'
    ? takeCaptured(db, capture)
    : refuseCapture(db, capture, { outcome: 'released', debitId: debit_id }))
}
