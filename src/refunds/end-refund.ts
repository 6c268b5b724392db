import { type Db, sql } from '../db/sql.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import type { StoredAnswer } from '../http/idempotency.ts'
import { followMove } from '../lifecycle/follow-move.ts'
import { type RefundRow, refundColumns } from './refund.ts'

/**
 * How a refund ends: its own move, and that of the attempt that decides it. `void` and a `fail` after a reversal come from an attempt that
 * was reversing, the others from one that was sent.
 */
export type RefundEnd = {
  company_id: string
  debit_id: string
  attempt_id: string
  refund_id: string
  move: 'approve' | 'void' | 'fail'
  attempt: {
    from: 'sent' | 'reversing'
    to: 'approved' | 'declined' | 'unsent' | 'reversed'
    responseCode?: string
    authorizationCode?: string
  }
  failReason?: FailReason
}

/**
 * Ends a refund in one statement: attempt, refund with its history and postings, the debit's `amount_refunded` where it failed, the item
 * that the next payout is less by, and the event. Answers the refund; undefined where the attempt or the refund had moved on, and then
 * nothing is changed.
 */
export const endRefund = (
  db: Db,
  { company_id, debit_id, attempt_id, refund_id, move, attempt, failReason }: RefundEnd,
): Promise<RefundRow | undefined> =>
  db.first<RefundRow>(sql`
    with resolved as (
      update attempts set state = ${attempt.to}, reversal_due_at = null, updated_at = jetpay_now(),
        response_code = coalesce(${attempt.responseCode ?? null}, response_code),
        authorization_code = coalesce(${attempt.authorizationCode ?? null}, authorization_code)
      where company_id = ${company_id} and debit_id = ${debit_id} and attempt_id = ${attempt_id}
        and state = ${attempt.from}
      returning company_id
    ), ended as (
      update refunds r set state = l.to_state, fail_reason = ${failReason ?? null}, updated_at = jetpay_now()
      from resolved, lifecycle_moves l
      where r.company_id = resolved.company_id and r.refund_id = ${refund_id}
        and l.kind = 'refund' and l.move = ${move} and l.from_state = r.state
      returning r as refund, r.*, l.from_state
    ), counted as (
      update debits d set updated_at = ended.updated_at,
        amount_refunded = d.amount_refunded - case ended.state when 'failed' then ended.amount else 0 end,
        voided_at = case when ended.state = 'failed' and ended.method = 'reversal' then null else d.voided_at end
      from ended where d.company_id = ended.company_id and d.debit_id = ended.debit_id
      returning d as debit, d.company_id, d.to_bank_account_id as own_account_id
    ), moved as (
      select company_id, refund_id as record_id, from_state, state, amount, currency, own_account_id, updated_at as moved_at,
        next_move_sequence(company_id, refund_id) as sequence, refund_event_data(debit, refund) as event_data
      from ended join counted using (company_id)
    ), ${followMove('refund', move)}, payable as (
      insert into payout_items (company_id, transaction_id, bank_account_id, currency, amount)
      select company_id, record_id, own_account_id, currency, -amount from moved where ${move} = 'approve'
    )
    select ${refundColumns} from ended`)

/** Keeps the answer for whoever repeats the refund's request. */
export const answerRefund = (
  db: Db,
  { company_id, refund_id }: Pick<RefundRow, 'company_id' | 'refund_id'>,
  answer: StoredAnswer,
) =>
  db.run(sql`
    update idempotency_keys set status = ${answer.status}, body = ${answer.text}
    where company_id = ${company_id} and operation_id = ${refund_id} and status is null`)
