import { sql } from '../db/sql.ts'

/**
 * Everything that has a history of moves, with the kind under which `lifecycle_moves` and
 * `lifecycle_postings` know it.
 */
export const transactions = sql`
  select company_id, debit_id as transaction_id,
    case rail when 'card' then 'card_debit' when 'eft' then 'eft_debit' else 'open_debit' end as kind, state, amount, currency
  from debits
  union all
  select company_id, credit_id, 'eft_credit', state, amount, currency from credits
  union all
  select company_id, payout_id, 'payout', state, amount, currency from payouts
  union all
  select company_id, refund_id, case method when 'bank' then 'bank_refund' else 'refund' end, state, amount, currency from refunds
  union all
  select company_id, cell_due_id, 'cell_due', state, amount, currency from cell_dues
  union all
  select company_id, fee_id, 'fee', 'charged', amount, currency from fees
  union all
  select company_id, dispute_id, 'dispute', state, amount, currency from disputes
  union all
  select company_id, item_id, 'reconciliation_item', state, expected, currency from reconciliation_items`
