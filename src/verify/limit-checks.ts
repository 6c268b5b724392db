import { sql } from '../db/sql.ts'
import { type Check, check } from './check.ts'

export const limitChecks: Check[] = [
  check(
    'day_totals_are_what_was_made',
    'What counts toward a day’s limit is the sum of the debits or credits that were counted on it and have neither failed nor been cancelled',
    () => sql`
      select company_id, kind, currency, day, coalesce(total, 0) as total, coalesce(made, 0) as made
      from (
        select company_id, kind, currency, day, sum(amount) as total from (
          select company_id, kind, currency, day, amount from day_totals
          union all select company_id, kind, currency, day, amount from day_total_changes
        ) kept group by 1, 2, 3, 4
      ) ours full join (
        select company_id, kind, currency, day, sum(amount) as made from (
          select company_id, 'debits' as kind, currency, counted_on as day, amount from debits
          where counted_on is not null and state not in ('failed', 'cancelled')
          union all
          select company_id, 'credits', currency, counted_on, amount from credits
          where counted_on is not null and state not in ('failed', 'cancelled')
        ) counted group by 1, 2, 3, 4
      ) theirs using (company_id, kind, currency, day) where coalesce(total, 0) <> coalesce(made, 0)`,
    // A day is a sum over what has been counted on it, also months before it was paid or cancelled.
    'all',
  ),
  check(
    'each_company_keeps_to_its_currencies',
    'Each debit and credit is in a currency that its company has limits in, be it without one',
    () => sql`
      select company_id, currency from (
        select company_id, currency from debits union select company_id, currency from credits
      ) moved where not exists (
        select from company_limits l where l.company_id = moved.company_id and l.currency = moved.currency
      )`,
  ),
]
