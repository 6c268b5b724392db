import { sql } from '../db/sql.ts'
import { dayBegan } from '../payouts/payout-sums.ts'
import { type Check, check } from './check.ts'

export const payoutChecks: Check[] = [
  check(
    'payouts_follow_their_items',
    'A payout is on its way, arrived or back exactly as far as its bank items are, to the cent, and no part of it is with the bank twice',
    () => sql`
      select p.company_id, p.payout_id, p.state, p.amount, p.amount_owed, i.*
      from payouts p cross join lateral (
        select coalesce(sum(amount) filter (where state = 'queued'), 0) as queued,
          coalesce(sum(amount) filter (where state = 'sent'), 0) as sent,
          coalesce(sum(amount) filter (where state = 'settled'), 0) as settled,
          coalesce(bool_or(direction <> 'credit' or currency <> p.currency), false) as foreign_to_it
        from bank_items i where i.company_id = p.company_id and i.subject_id = p.payout_id
      ) i
      where sent + settled + amount_owed <> p.amount or queued > amount_owed or foreign_to_it
        or case p.state
          when 'requested' then amount_owed = 0 or queued <> amount_owed
          when 'initiated' then queued + sent = 0 or queued <> amount_owed
          when 'completed' then settled <> p.amount
          else amount_owed <= queued end`,
  ),
  check(
    'returned_payouts_are_told',
    'Of each payout that is back an alarm was raised, and none is open of one that is not',
    () => sql`
      select p.company_id, p.payout_id, p.state, coalesce(alarms, 0) as alarms, coalesce(open, 0) as open
      from payouts p left join (
        select company_id, subject, count(*) as alarms, count(*) filter (where closed_at is null) as open from alarms
        where kind = 'payout_returned' group by 1, 2
      ) a on a.company_id = p.company_id and a.subject = p.payout_id::text
      where case when p.state = 'returned' then coalesce(alarms, 0) = 0 else open > 0 end`,
  ),
  check(
    'payout_sums_are_its_items',
    'What is kept of a payout in sums is, for each part, the sum of its items and how many there are',
    () => sql`
      select company_id, payout_id, part, less, carried, kept.amount as kept, kept.items as kept_of, summed.amount as of_items,
        summed.items
      from payout_sums kept full join (
        select p.company_id, p.payout_id, i.part, i.amount < 0 as less, sum(i.amount) as amount, count(*) as items,
          coalesce(i.owed_at < ${dayBegan(sql`p.created_at`, sql`z.time_zone`)}, false) as carried
        from (select distinct company_id, payout_id, time_zone from payout_sums) z
        join payouts p on p.company_id = z.company_id and p.payout_id = z.payout_id
        join payout_items i on i.company_id = p.company_id and i.payout_id = p.payout_id
        group by 1, 2, 3, 4, 7
      ) summed using (company_id, payout_id, part, less, carried)
      where (kept.amount, kept.items) is distinct from (summed.amount, summed.items)`,
  ),
]
