import { type Db, sql } from '../db/sql.ts'

export type RefundKey = { company_id: string; refund_id: string }

/**
 * The network has taken the money of these refunds from us: they are completed. One statement: state, history, postings. Answers those that
 * were moved; a refund that is not `paid` any more is left alone. No event: for the payer it was done when it was refunded.
 */
export const settleRefunds = (db: Db, refunds: RefundKey[]) =>
  db.many<RefundKey>(sql`
    with moved as (
      update refunds r set state = 'completed', updated_at = jetpay_now()
      from unnest(${refunds.map((key) => key.company_id)}::uuid[], ${refunds.map((key) => key.refund_id)}::uuid[])
        as asked (company_id, refund_id)
      where r.company_id = asked.company_id and r.refund_id = asked.refund_id and r.state = 'paid'
      returning r.*, next_move_sequence(r.company_id, r.refund_id) as sequence
    ), remembered as (
      insert into transaction_moves (company_id, transaction_id, sequence, move, from_state, to_state, moved_at)
      select company_id, refund_id, sequence, 'settle', 'paid', state, updated_at from moved
    ), posted as (
      insert into ledger_entries (company_id, transaction_id, sequence, line, account, currency, amount, posted_at)
      select company_id, refund_id, sequence, line, account, currency,
        case side when 'debit' then amount else -amount end, updated_at
      from moved join lifecycle_postings p on p.kind = 'refund' and p.move = 'settle'
    )
    select company_id, refund_id from moved`)
