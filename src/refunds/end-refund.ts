import { type AttemptMove, attemptsMoved, type MoveDetails, oneMove } from '../charges/attempt.ts'
import { type Db, sql } from '../db/sql.ts'
import { refundedCounted } from '../debits/debit-moves.ts'
import { itemsOwed } from '../debits/payout-item.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import { answerOperation } from '../http/idempotency-key.ts'
import { storedForm } from '../http/stored-answer.ts'
import { followMove } from '../lifecycle/follow-move.ts'
import { type RefundRow, refundColumns } from './refund.ts'
import { answerRefund, type RefundOutcome } from './refund-answers.ts'

/** How a refund ends: its own move, and that of the attempt that decides it. */
export type RefundEnd = {
  company_id: string
  debit_id: string
  attempt_id: string
  refund_id: string
  move: 'approve' | 'void' | 'fail'
  attempt: MoveDetails & { move: AttemptMove }
  failReason?: FailReason | undefined
}

/**
 * Ends a refund in one statement: attempt, refund with its history and postings, the debit's
 * `amount_refunded` where it failed, the item that the next payout is less by, and the event. Returns the
 * refund; undefined where the attempt or the refund had moved on, and then nothing is changed.
 */
export const endRefund = (
  db: Db,
  { refund_id, move, attempt, failReason = undefined, ...key }: RefundEnd,
): Promise<RefundRow | undefined> =>
  db.first<RefundRow>(sql`
    with decided as (${attemptsMoved(oneMove(key, attempt.move, attempt))}
    ), ended as (
      update refunds r set state = l.to_state, fail_reason = ${failReason ?? null}, updated_at = jetpay_now()
      from decided, lifecycle_moves l
      where r.company_id = decided.company_id and r.refund_id = ${refund_id}
        and l.kind = 'refund' and l.move = ${move} and l.from_state = r.state
      returning r as refund, r.*, l.from_state
    ), counted as (${refundedCounted(
      sql`(select *, case state when 'failed' then amount else 0 end as given_back, state = 'failed' and method = 'reversal' as unvoided
        from ended)`,
    )}
    ), moved as (
      select company_id, refund_id as record_id, from_state, state, amount, currency, own_account_id, updated_at as moved_at,
        next_move_sequence(company_id, refund_id) as sequence, refund_event_data(debit, refund) as event_data
      from ended join counted using (company_id, debit_id)
    ), ${followMove('refund', move)}, payable as (${itemsOwed(
      sql`(select * from moved where ${move} = 'approve')`,
      'deposit',
      { less: true },
    )}
    )
    select ${refundColumns} from ended`)

/** Keeps the answer for whoever repeats the refund's request: `requestId`. Null: nobody waits. */
export async function keepRefundAnswer(
  db: Db,
  { company_id, refund_id }: Pick<RefundRow, 'company_id' | 'refund_id'>,
  requestId: string | null,
  outcome: RefundOutcome,
): Promise<void> {
  if (requestId === null) return
  const operation = { company_id, operation_id: refund_id }
  await answerOperation(db, operation, storedForm(answerRefund(outcome), requestId))
}
