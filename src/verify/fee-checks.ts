import { sql } from '../db/sql.ts'
import { type Check, check } from './check.ts'

export const feeChecks: Check[] = [
  check(
    'each_fee_is_what_was_agreed',
    'Each debit that came in while its company had terms has one fee, computed anew from those terms, and no other debit has one',
    () => sql`
      select company_id, transaction_id, due.amount as due, f.amount as charged, due.basis_points, due.fixed
      from (
        select d.company_id, d.debit_id as transaction_id, d.currency, terms.basis_points, terms.fixed, m.moved_at,
          -- Numeric, and not the function that the fee was made with.
          least(d.amount, round(d.amount::numeric * terms.basis_points / 10000) + terms.fixed) as amount
        from transaction_moves m join debits d on d.company_id = m.company_id and d.debit_id = m.transaction_id
        cross join lateral (
          select basis_points, fixed from fee_schedules s
          where s.company_id = d.company_id and s.currency = d.currency and s.method = d.rail
            and s.effective_at <= m.moved_at
          order by s.effective_at desc limit 1
        ) terms
        where m.move in ('settle', 'pull') and m.company_id in (select company_id from fee_schedules)
      ) due full join fees f using (company_id, transaction_id)
      where coalesce(due.amount, 0) <> coalesce(f.amount, 0)
        or f.fee_id is not null and (f.basis_points, f.fixed, f.currency, f.charged_at)
          is distinct from (due.basis_points, due.fixed, due.currency, due.moved_at)`,
  ),
  check(
    'fees_are_what_was_charged',
    'The account of fees is, per company and currency, the sum of the fees',
    () => sql`
      select company_id, currency, coalesce(posted, 0) as posted, coalesce(charged, 0) as charged
      from (
        select company_id, currency, sum(amount) as posted from ledger_entries where account = 'fees' group by 1, 2
      ) ours full join (
        select company_id, currency, sum(amount) as charged from fees group by 1, 2
      ) theirs using (company_id, currency) where coalesce(posted, 0) <> -coalesce(charged, 0)`,
  ),
  check(
    'each_fee_is_paid_once',
    'Each fee is one item of a payout to the account of its debit, which it is less by',
    () => sql`
      select company_id, transaction_id, due.amount as charged, i.amount as item
      from (
        select f.company_id, f.transaction_id, f.amount, f.currency, d.to_bank_account_id
        from fees f left join debits d on d.company_id = f.company_id and d.debit_id = f.transaction_id
      ) due full join (select * from payout_items where part = 'fee') i using (company_id, transaction_id)
      where (i.amount, i.currency, i.bank_account_id)
        is distinct from (-due.amount, due.currency, due.to_bank_account_id)`,
  ),
]
