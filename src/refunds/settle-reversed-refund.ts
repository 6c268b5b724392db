import type { Db } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { problemBody } from '../http/problem.ts'
import { answerRefund, endRefund } from './end-refund.ts'
import { type RefundRow, showRefund } from './refund.ts'

/** An attempt whose reversal decides a refund. */
export type Reversed = {
  kind: 'charge' | 'authorization' | 'refund'
  company_id: string
  debit_id: string
  attempt_id: string
  refund_id: string
}

/** A refund that was reversed because its outcome stayed unknown: now it is safe to say that it failed. */
export const refundTimeout = ({ debit_id, refund_id }: Pick<RefundRow, 'debit_id' | 'refund_id'>) =>
  new Problem(
    'network_timeout',
    'The network did not answer, so the refund was reversed: nothing went back. Refund again with a new key.',
    { members: { refund_id, debit_id, state: 'failed', fail_reason: 'network_timeout' } },
  )

/**
 * The network has acknowledged a reversal that a refund waits for. Where it is the charge that was reversed, the refund is done; where it is
 * the refund itself, whose outcome nobody knew, it failed. With the answer for its idempotency key; in the caller's transaction.
 */
export async function settleReversedRefund(db: Db, reversed: Reversed, requestId: string): Promise<void> {
  const attempt = { from: 'reversing', to: 'reversed' } as const
  if (reversed.kind === 'refund') {
    await endRefund(db, { ...reversed, move: 'fail', attempt, failReason: 'network_timeout' })
    const problem = refundTimeout(reversed)
    const text = JSON.stringify(problemBody(problem, requestId))
    await answerRefund(db, reversed, { status: problem.status, text })
    return
  }
  const refund = await endRefund(db, { ...reversed, move: 'void', attempt })
  if (refund) await answerRefund(db, refund, { status: 200, text: JSON.stringify(showRefund(refund)) })
}
