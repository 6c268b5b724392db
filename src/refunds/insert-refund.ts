import { type Db, sql } from '../db/sql.ts'
import { followMoves } from '../lifecycle/follow-move.ts'
import { type RefundRow, refundColumns } from './refund.ts'
import type { RefundRequest, Taken } from './request-refund.ts'

/**
 * Inserts the refund, `requested`, with its history. One by bank (`account`: where it goes) is paid for at once: with its postings, and the
 * item that the company's next payout is less by.
 */
export const insertRefund = (
  db: Db,
  { companyId, refundId, debitId, note }: RefundRequest,
  { method, amount, currency, own_account_id }: Taken,
  account: string | null,
) =>
  db.one<RefundRow>(sql`
    with refund as (
      insert into refunds (company_id, refund_id, debit_id, method, state, amount, currency, note, to_bank_account_id, created_at,
        updated_at)
      values (${companyId}, ${refundId}, ${debitId}, ${method}, 'requested', ${amount}, ${currency}, ${note}, ${account},
        jetpay_now(), jetpay_now())
      returning *
    ), moved as (
      select company_id, refund_id as record_id, 1 as sequence, null as from_state, state, amount, currency, created_at as moved_at
      from refund
    ), ${followMoves('bank_refund', sql`'request'`, { event: undefined, posts: method === 'bank' })}, payable as (
      insert into payout_items (company_id, transaction_id, bank_account_id, currency, amount)
      select company_id, record_id, ${own_account_id}, currency, -amount from moved where ${method} = 'bank'
    )
    select ${refundColumns} from refund`)
