import { sql } from '../db/sql.ts'

/** Everything that has a history of moves, with the kind under which `lifecycle_moves` and `lifecycle_postings` know it. */
export const transactions = sql`
  select company_id, debit_id as transaction_id, 'card_debit' as kind, state, amount, currency from debits
  where from_credit_card_id is not null
  union all
  select company_id, payout_id, 'payout', state, amount, currency from payouts
  union all
  select company_id, refund_id, 'refund', state, amount, currency from refunds
  union all
  select company_id, item_id, 'reconciliation_item', state, expected, currency from reconciliation_items`
