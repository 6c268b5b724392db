import { type Db, sql } from '../db/sql.ts'
import { findDebit, showCharge } from '../debits/debit.ts'
import { Problem } from '../ground/errors.ts'
import { newId } from '../ground/ids.ts'
import { problemBody } from '../http/problem.ts'
import { endHold } from './end-hold.ts'
import { type Capture, captureColumns } from './request-capture.ts'
import { answerCapture, settleCapture } from './send-capture.ts'

const captureTimeout = (debitId: string) =>
  new Problem(
    'network_timeout',
    'The network did not take the capture, and the hold is released: nothing was taken. Charge the card anew.',
    { members: { debit_id: debitId, transaction_state: 'failed', fail_reason: 'network_timeout' } },
  )

/**
 * What a person learned of a capture that the network never acknowledged, in the caller's transaction, with the answer for its idempotency
 * key. `captured`: as an acknowledgment. `released`: the debit failed, and the attempt is reversed until the network says so, which lifts
 * what it may still hold and takes back a capture that reached it after all.
 */
export async function resolveCapture(
  db: Db,
  { company_id, debit_id }: Pick<Capture, 'company_id' | 'debit_id'>,
  as: 'captured' | 'released',
): Promise<void> {
  const capture = await db.one<Capture>(sql`
    select ${captureColumns} from authorizations z join attempts a using (company_id, debit_id, attempt_id)
    join debits d using (company_id, debit_id)
    where company_id = ${company_id} and debit_id = ${debit_id}`)
  if (as === 'captured') {
    await settleCapture(db, capture)
    const debit = await findDebit(db, company_id, debit_id)
    return answerCapture(db, capture, 200, JSON.stringify(showCharge(debit, 'paid')))
  }
  await endHold(db, capture, { attempt: 'capturing', move: 'refuse', failReason: 'network_timeout' })
  const problem = captureTimeout(debit_id)
  return answerCapture(db, capture, problem.status, JSON.stringify(problemBody(problem, newId())))
}
