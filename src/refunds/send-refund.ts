import { type Attempt, moveAttempt } from '../charges/attempt.ts'
import {
  codesSaid,
  exchange,
  moveSaid,
  type NetworkSaid,
  reversalDueMs,
  reverseAttempt,
} from '../charges/card-exchange.ts'
import type { Charging } from '../charges/charge.ts'
import type { Db } from '../db/sql.ts'
import { releaseOperation } from '../http/idempotency-key.ts'
import { timed } from '../http/timing.ts'
import type { Context } from '../process/context.ts'
import { endRefund, keepRefundAnswer } from './end-refund.ts'
import { findRefund, type RefundRow } from './refund.ts'
import type { RefundOutcome } from './refund-answers.ts'
import { cardRefundSubject } from './refund-subject.ts'
import { type RefundRequest, requestRefund } from './request-refund.ts'

/**
 * Refunds: intent durable, then by bank with the next file, else by the exchange with the network, or by the
 * reversal of the charge. Null where its idempotency key was used before. An unknown outcome is never
 * repeated, but reversed by its own reference: ADR 9.
 */
export async function refund(
  context: Context,
  request: RefundRequest,
  { companyName, timing }: Charging,
): Promise<RefundOutcome | null> {
  const begunAt = performance.now()
  const requested = await timed(timing, 'dbMs', requestRefund(context, request, reversalDueMs(context)))
  if (!requested) return null
  const { refund, attempt } = requested
  if (attempt === null) return { outcome: 'under_way', refund }
  if (refund.method === 'reversal') {
    await timed(timing, 'networkMs', reverseAttempt(context, cardRefundSubject, attempt))
    return outcomeFromState(context, refund)
  }
  const sending = { attempt, statement: requested.statement, companyName, use: null, begunAt, timing }
  const exchanged = await exchange(context, sending, cardRefundSubject, (said) =>
    context.db.transaction((db) => record(db, attempt, refund, said, reversalDueMs(context))),
  )
  return exchanged.outcome === 'declined' || exchanged.outcome === 'unsent'
    ? { ...exchanged, refund }
    : outcomeFromState(context, refund)
}

/** What the network said, with the answer for the idempotency key; one that never left gives its key back. */
async function record(
  db: Db,
  attempt: Attempt,
  refund: RefundRow,
  said: NetworkSaid,
  dueMs: number,
): Promise<boolean> {
  if (said.outcome === 'unknown') return moveAttempt(db, attempt, 'doubt', dueMs)
  const ended = await endRefund(db, {
    ...refund,
    attempt_id: attempt.attempt_id,
    move: said.outcome === 'approved' ? 'approve' : 'fail',
    attempt: { move: moveSaid[said.outcome], ...codesSaid(said) },
    ...('fail_reason' in said ? { failReason: said.fail_reason } : {}),
  })
  if (!ended) return false
  const { company_id, refund_id } = refund
  if (said.outcome === 'unsent') await releaseOperation(db, { company_id, operation_id: refund_id })
  else {
    const outcome: RefundOutcome =
      said.outcome === 'declined' ? { ...said, refund: ended } : { outcome: 'refunded', refund: ended }
    await keepRefundAnswer(db, refund, attempt.request_id, outcome)
  }
  return true
}

async function outcomeFromState(
  { db }: Context,
  { company_id, refund_id }: RefundRow,
): Promise<RefundOutcome> {
  const refund = await findRefund(db, company_id, refund_id)
  if (refund.state === 'requested') return { outcome: 'under_way', refund }
  return { outcome: refund.state === 'failed' ? 'reversed' : 'refunded', refund }
}
