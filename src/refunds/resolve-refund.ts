import type { Db } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { newId } from '../ground/ids.ts'
import { problemBody } from '../http/problem.ts'
import { answerRefund, endRefund } from './end-refund.ts'
import { showRefund } from './refund.ts'
import { type Reversed, settleReversedRefund } from './settle-reversed-refund.ts'

/**
 * What a person learned of a refund whose reversal the network never acknowledged, in the caller's transaction. `reversed`: as an
 * acknowledgment. `captured`: what was to be reversed stands, so a credit to the card is done, and a charge is not refunded.
 */
export async function resolveRefund(db: Db, reversed: Reversed, as: 'reversed' | 'captured'): Promise<void> {
  if (as === 'reversed') return settleReversedRefund(db, reversed, newId())
  const attempt = { from: 'reversing', to: 'approved' } as const
  if (reversed.kind === 'refund') {
    const refund = await endRefund(db, { ...reversed, move: 'approve', attempt })
    if (refund) await answerRefund(db, refund, { status: 200, text: JSON.stringify(showRefund(refund)) })
    return
  }
  const { refund_id, debit_id } = reversed
  const failReason = 'not_reversed'
  await endRefund(db, { ...reversed, move: 'fail', attempt, failReason })
  const problem = new Problem(
    'wrong_state',
    'The charge could not be reversed and stands. Refund it again.',
    {
      members: { refund_id, debit_id, state: 'failed', fail_reason: failReason },
    },
  )
  await answerRefund(db, reversed, {
    status: problem.status,
    text: JSON.stringify(problemBody(problem, newId())),
  })
}
