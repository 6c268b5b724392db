import { type Db, sql } from '../db/sql.ts'
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
    ), remembered as (
      insert into transaction_moves (company_id, transaction_id, sequence, move, to_state, moved_at)
      select company_id, refund_id, 1, 'request', state, created_at from refund
    ), posted as (
      insert into ledger_entries (company_id, transaction_id, sequence, line, account, currency, amount, posted_at)
      select company_id, refund_id, 1, line, account, currency, case side when 'debit' then amount else -amount end, created_at
      from refund join lifecycle_postings p on p.kind = 'bank_refund' and p.move = 'request' where method = 'bank'
    ), payable as (
      insert into payout_items (company_id, transaction_id, bank_account_id, currency, amount)
      select company_id, refund_id, ${own_account_id}, currency, -amount from refund where method = 'bank'
    )
    select ${refundColumns} from refund`)
