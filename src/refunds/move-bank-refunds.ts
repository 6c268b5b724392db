import { type Db, sql } from '../db/sql.ts'
import { refundedCounted } from '../debits/debit-moves.ts'
import { itemsOwed } from '../debits/payout-item.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import { followMove } from '../lifecycle/follow-move.ts'
import type { RefundKey } from './settle-refunds.ts'

export type AskedRefundMove = RefundKey & {
  fail_reason: FailReason | null
  fail_direction: 'pull' | 'push' | null
}

/**
 * One move of many refunds by bank in one statement: state, history, postings and event, and where the money
 * did not stay with the payer (`bounce`, `return_push`) the room in the debit and the item that gives it back
 * with the company's next payout. Refunds that are not in a state that the move leaves are left alone. The
 * reason of a return after the end is told by its event; the row keeps none.
 */
export async function moveBankRefunds(
  db: Db,
  move: 'deliver' | 'bounce' | 'return_push',
  asked: AskedRefundMove[],
): Promise<void> {
  if (asked.length === 0) return
  const isBack = move !== 'deliver'
  await db.run(sql`
    with changed as (
      update refunds r set state = l.to_state, updated_at = jetpay_now(),
        fail_reason = case l.to_state when 'failed' then asked.fail_reason end,
        fail_direction = case l.to_state when 'failed' then asked.fail_direction end,
        returned_at = case l.move when 'return_push' then jetpay_now() end
      from unnest(
        ${asked.map((of) => of.company_id)}::uuid[], ${asked.map((of) => of.refund_id)}::uuid[],
        ${asked.map((of) => of.fail_reason)}::text[], ${asked.map((of) => of.fail_direction)}::text[]
      ) as asked (company_id, refund_id, fail_reason, fail_direction), lifecycle_moves l
      where r.company_id = asked.company_id and r.refund_id = asked.refund_id and r.method = 'bank'
        and l.kind = 'bank_refund' and l.move = ${move} and l.from_state = r.state
      returning r as refund, r.*, l.from_state, asked.fail_reason as told_reason, asked.fail_direction as told_direction
    ), counted as (${refundedCounted(sql`(
      select company_id, debit_id, case when ${isBack}::boolean then sum(amount)::bigint else 0 end as given_back, false as unvoided
      from changed group by 1, 2)`)}
    ), moved as (
      select company_id, refund_id as record_id, from_state, state, amount, currency, own_account_id, updated_at as moved_at,
        next_move_sequence(company_id, refund_id) as sequence, refund_event_data(debit, refund)
          || jsonb_build_object('refundFailReason', told_reason, 'refundFailDirection', told_direction) as event_data
      from changed join counted using (company_id, debit_id)
    ), ${followMove('bank_refund', move)}
    ${itemsOwed(sql`(select * from moved where ${isBack}::boolean)`, 'push_returned')}`)
}
