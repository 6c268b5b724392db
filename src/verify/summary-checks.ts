import { type Statement, sql } from '../db/sql.ts'
import { type Check, check } from './check.ts'

/** The sums of the days that are looked at, in the smallest unit. */
const kept = (since: string) => sql`
  select * from summed_moves where grain = 'quarter' and starts_at >= ${dayOf(since)}`
/**
 * What those days should be the sum of: everything of them that was before the cursor, whatever else is
 * looked at.
 */
const summed = (since: string, at: Statement) =>
  sql`${at} >= ${dayOf(since)} and ${at} < (select summed_before from summed_until)`
const dayOf = (since: string) => sql`date_trunc('day', ${since}::timestamptz, 'utc')`
const quarterOf = (at: Statement) => sql`date_bin('15 minutes', ${at}, 'epoch')`

export const summaryChecks: Check[] = [
  check(
    'sums_are_the_ledger',
    'The sums that figures are read from are those of the ledger, of each quarter of an hour and account, to the cent and the entry',
    (_, { since }) => sql`
      select company_id, starts_at, account, currency, summed, posted, moves, entries
      from (
        select company_id, starts_at, account, currency, sum(amount) as summed, sum(moves) as moves
        from (${kept(since)}) k where account <> '' group by 1, 2, 3, 4
      ) kept full join (
        select company_id, ${quarterOf(sql`posted_at`)} as starts_at, account, currency, sum(amount) as posted, count(*) as entries
        from public.ledger_entries where ${summed(since, sql`posted_at`)} group by 1, 2, 3, 4
      ) made using (company_id, starts_at, account, currency)
      where summed is distinct from posted or moves is distinct from entries`,
  ),
  check(
    'sums_have_each_failure',
    'Of each quarter of an hour as many debits failed, with the same reasons, as the sums say',
    (_, { since }) => sql`
      select company_id, starts_at, move, currency, reason, summed, failed
      from (
        select company_id, starts_at, move, currency, reason, sum(moves) as summed
        from (${kept(since)}) k where account = '' and kind in ('card_debit', 'eft_debit') group by 1, 2, 3, 4, 5
      ) kept full join (
        select m.company_id, ${quarterOf(sql`moved_at`)} as starts_at, move, currency, coalesce(fail_reason, '') as reason, count(*) as failed
        from public.transaction_moves m join public.debits d on d.company_id = m.company_id and d.debit_id = m.transaction_id
        where move in ('fail', 'refuse') and ${summed(since, sql`moved_at`)} group by 1, 2, 3, 4, 5
      ) made using (company_id, starts_at, move, currency, reason)
      where summed is distinct from failed`,
  ),
  check(
    'sums_agree_in_each_unit',
    'A day is the sum of its hours and an hour that of its quarters',
    (_, { since }) => sql`
      select company_id, day, account, kind, move, currency, reason, count(*) as units from (
        select company_id, grain, account, date_trunc('day', starts_at, 'utc') as day, kind, move, currency, reason,
          sum(moves) as moves, sum(amount) as amount
        from summed_moves where starts_at >= ${dayOf(since)} group by 1, 2, 3, 4, 5, 6, 7, 8
      ) units group by 1, 2, 3, 4, 5, 6, 7
      having count(*) <> 3 or min(moves) <> max(moves) or min(amount) <> max(amount)`,
  ),
]
