import { type Db, sql } from '../db/sql.ts'
import { followMove } from '../lifecycle/follow-move.ts'

export type RefundKey = { company_id: string; refund_id: string }

/**
 * The network has taken the money of these refunds to cards from us: they are completed. One statement:
 * state, history, postings. Returns those that were moved; a refund that is not `paid` any more is left
 * alone. No event: for the payer it was done when it was refunded.
 */
export const settleRefunds = (db: Db, refunds: RefundKey[]) =>
  db.many<RefundKey>(sql`
    with moved as (
      update refunds r set state = 'completed', updated_at = jetpay_now()
      from unnest(${refunds.map((key) => key.company_id)}::uuid[], ${refunds.map((key) => key.refund_id)}::uuid[])
        as asked (company_id, refund_id)
      where r.company_id = asked.company_id and r.refund_id = asked.refund_id and r.state = 'paid'
      returning r.company_id, r.refund_id as record_id, 'paid' as from_state, r.state, r.amount, r.currency,
        r.updated_at as moved_at, next_move_sequence(r.company_id, r.refund_id) as sequence
    ), ${followMove('refund', 'settle')}
    select company_id, record_id as refund_id from moved`)
