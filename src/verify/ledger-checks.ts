import { sql } from '../db/sql.ts'
import { type Check, check } from './check.ts'
import { transactions } from './transactions.ts'

const dayOf = (since: string) => sql`(${since}::timestamptz at time zone 'utc')::date`

export const ledgerChecks: Check[] = [
  check(
    'postings_sum_to_zero',
    'The postings of each transaction sum to zero in each currency',
    () => sql`
      select company_id, transaction_id, currency, sum(amount) as difference from ledger_entries
      group by company_id, transaction_id, currency having sum(amount) <> 0`,
  ),
  check(
    'each_move_is_posted',
    'Each move has posted what the lifecycle declares, for the whole amount, and nothing else',
    () => sql`
      select company_id, transaction_id, sequence, line, account, currency, declared, posted
      from (
        select company_id, transaction_id, sequence, line, account, currency,
          case side when 'debit' then amount else -amount end as declared
        from (
          select m.company_id, m.transaction_id, m.sequence, m.move, t.kind, t.currency, t.amount
          from transaction_moves m join (${transactions}) t using (company_id, transaction_id)
          -- A fence: each move meets its few postings, and not each posting all moves (twice the time on a million debits).
          offset 0
        ) moved join lifecycle_postings using (kind, move) where measure = 'amount' and amount <> 0
      ) due full join (
        select e.company_id, transaction_id, sequence, line, account, e.currency, e.amount as posted
        from ledger_entries e join (${transactions}) t using (company_id, transaction_id)
        where t.kind not in ('reconciliation_item', 'payout')
      ) made using (company_id, transaction_id, sequence, line, account, currency)
      where declared is distinct from posted
      union all
      -- A payout posts each of its bank items: in all what of it the bank has.
      select company_id, transaction_id, null, null, account, currency, due, posted
      from (
        select company_id, payout_id as transaction_id, account, currency, sign * (amount - amount_owed) as due
        from payouts cross join (values ('company_payable', 1), ('bank_clearing', -1)) as side (account, sign)
      ) p full join (
        select e.company_id, e.transaction_id, account, e.currency, sum(e.amount) as posted
        from ledger_entries e join payouts p on p.company_id = e.company_id and p.payout_id = e.transaction_id group by 1, 2, 3, 4
      ) e using (company_id, transaction_id, account, currency) where coalesce(due, 0) <> coalesce(posted, 0)`,
  ),
  check(
    'days_are_the_sum_of_their_entries',
    'The sums by day that balances are read from are those of the entries',
    (_, { since }) => sql`
      select company_id, day, account, currency, summed, entered
      from (
        select company_id, day, account, currency, amount as summed from ledger_days where day >= ${dayOf(since)}
      ) kept full join (
        select company_id, day, account, currency, sum(amount) as entered
        -- A day is a sum of all its entries, whatever else is looked at.
        from ledger_closings join public.ledger_entries using (company_id)
        where day <= closed_through and day >= ${dayOf(since)} group by 1, 2, 3, 4
      ) made using (company_id, day, account, currency)
      where coalesce(summed, 0) <> coalesce(entered, 0)`,
  ),
]
