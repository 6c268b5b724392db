import { sql } from '../db/sql.ts'
import { acquirerOfRow, acquirersNumber } from '../process/acceptors.ts'
import { type Check, check } from './check.ts'

/** A charge is in the file of its day or of the next one; after that somebody has to be told of it. */
const CLEARED_WITHIN_DAYS = 2

/** Balances of an account that holds money of companies, by company and currency. */
const balance = (account: string) => sql`
  select company_id, currency, sum(amount) as balance from ledger_entries where account = ${account} group by 1, 2`

/** The charge was taken back whole before it cleared, in place of a refund: nobody owes anybody for it. */
const reversed = sql`exists (
  select from refunds r where r.company_id = d.company_id and r.debit_id = d.debit_id and r.method = 'reversal'
    and r.state = 'completed')`

export const clearingChecks: Check[] = [
  check(
    'completed_means_cleared',
    'A debit by card is completed exactly when the network cleared it or a person settled its difference',
    () => sql`
      select d.company_id, d.debit_id, d.state, r.rrn is not null as cleared, i.debit_id is not null as settled_by_person
      from debits d join attempts a using (company_id, debit_id)
      left join acceptors s on s.acceptor = ${acquirersNumber(sql`a`)}
      left join (
        select distinct ${acquirerOfRow(sql`f`)} as acquirer_id, rrn, debit_id
        from clearing_records join clearing_files f using (network_id, sequence) where outcome = 'settled'
      ) r on r.rrn = a.rrn and r.debit_id = a.debit_id and r.acquirer_id is not distinct from s.acquirer_id
      left join (select distinct company_id, debit_id from reconciliation_items where state = 'settled') i
        on i.company_id = d.company_id and i.debit_id = d.debit_id
      where a.state = 'approved' and a.kind <> 'refund' and d.from_credit_card_id is not null
        and (d.state = 'completed') <> (r.rrn is not null or i.debit_id is not null)`,
  ),
  check(
    'network_receivable_is_what_is_not_cleared',
    'What the network owes us is the sum of the paid debits that are not completed and not reversed for a refund',
    () => sql`
      select company_id, currency, coalesce(balance, 0) as posted, coalesce(paid, 0) as paid
      from (${balance('network_receivable')}) posted full join (
        select company_id, currency, sum(amount) as paid from debits d
        where state = 'paid' and from_credit_card_id is not null and not ${reversed} group by 1, 2
      ) debit using (company_id, currency) where coalesce(balance, 0) <> coalesce(paid, 0)`,
  ),
  check(
    'company_payable_is_what_is_not_paid_out',
    'What we owe a company is its paid card debits, its credits on their way, and what else no bank has been given yet',
    () => sql`
      select company_id, currency, coalesce(balance, 0) as posted, coalesce(owed, 0) as owed
      from (${balance('company_payable')}) posted full join (
        select company_id, currency, sum(amount) as owed from (
          select company_id, currency, amount from debits d
          where state = 'paid' and from_credit_card_id is not null and not ${reversed}
          union all
          select company_id, currency, amount from credits where state = 'paid'
          union all
          -- A payout is the sum of its items (the next check): so they are owed but for what a bank has been given.
          select company_id, currency, amount from payout_items
          union all
          select company_id, currency, amount_owed - amount from payouts
        ) as owing group by 1, 2
      ) due using (company_id, currency) where coalesce(balance, 0) <> -coalesce(owed, 0)`,
  ),
  check(
    'each_completed_debit_is_paid_out_once',
    'Each debit that is completed by card or pulled by bank is one item of a payout, for its amount, each refund to a card or by bank one that takes it, and a payout is the sum of its items',
    () => sql`
      select company_id, transaction_id, null::uuid as payout_id, d.amount as due, i.amount as paid_out
      from (select company_id, debit_id as transaction_id, amount from debits
        where state = 'completed' and from_credit_card_id is not null
        union all
        select company_id, refund_id, -amount from refunds 
        where method = 'card' and state in ('paid', 'completed') or method = 'bank'
        union all
        select company_id, debit_id, amount from debits d where rail = 'eft' and exists (
          select from transaction_moves m where m.company_id = d.company_id and m.transaction_id = d.debit_id
            and m.move = 'pull')) d
      full join (select * from payout_items where part = 'deposit') i using (company_id, transaction_id) where d.amount is distinct from i.amount
      union all
      select company_id, null, payout_id, p.amount, sum(i.amount) from payouts p
      left join payout_items i using (company_id, payout_id)
      group by company_id, payout_id, p.amount having p.amount is distinct from sum(i.amount)`,
  ),
  check(
    'suspense_is_what_is_open',
    'Money in suspense is what was received for open reconciliation items',
    () => sql`
      select company_id, currency, coalesce(balance, 0) as posted, coalesce(received, 0) as received
      from (${balance('suspense')}) posted full join (
        select company_id, currency, sum(received) as received from reconciliation_items where state = 'open' group by 1, 2
      ) item using (company_id, currency) where coalesce(balance, 0) <> -coalesce(received, 0)`,
  ),
  check(
    'bank_clearing_is_what_was_cleared',
    'What came to the bank by clearing is, per currency, the sum of the applied clearing records',
    () => sql`
      select currency, coalesce(posted, 0) as posted, coalesce(cleared, 0) as cleared
      from (
        select e.currency, sum(e.amount) as posted from ledger_entries e
        where account = 'bank_clearing' and not exists (
          select from bank_items b where b.company_id = e.company_id and b.subject_id = e.transaction_id)
          -- What is with another cell's bank, or came to ours for its companies, is no clearing of ours; what we hand on is.
          and not exists (
            select from cell_dues c where c.company_id = e.company_id and c.cell_due_id = e.transaction_id
              and (c.about_company_id is not null or c.file_sequence is not null or c.of_bank)) group by 1
      ) ours full join (
        select currency, sum(amount) as cleared from clearing_records r where outcome is not null
          -- What a bank has moved is posted by the item that it is about.
          and outcome <> 'applied' and not (outcome = 'handed_on' and kind like 'bank\\_%')
          and not (outcome <> 'handed_on' and exists (select from departed_companies gone where gone.company_id = r.company_id))
        group by 1
      ) theirs using (currency) where coalesce(posted, 0) <> coalesce(cleared, 0)`,
  ),
  check(
    'paid_is_cleared_in_time',
    `A debit that is still paid after the clearing of ${CLEARED_WITHIN_DAYS} days has an open reconciliation item`,
    () => sql`
      select d.company_id, d.debit_id, a.rrn, a.transmitted_at
      from debits d join attempts a on a.company_id = d.company_id and a.debit_id = d.debit_id and a.state = 'approved'
        and a.kind <> 'refund'
      left join authorizations z on z.company_id = a.company_id and z.debit_id = a.debit_id
      join acceptors s on s.acceptor = ${acquirersNumber(sql`a`)}
      join (select ${acquirerOfRow(sql`f`)} as acquirer_id, max(cutoff_at) as cutoff_at from clearing_files f
        where state = 'checked' group by 1) last_file on last_file.acquirer_id = s.acquirer_id
      where d.state = 'paid' and coalesce(z.capture_transmitted_at, a.transmitted_at) + make_interval(days => ${CLEARED_WITHIN_DAYS})
          < last_file.cutoff_at
        and not exists (select from reconciliation_items i where i.company_id = d.company_id and i.debit_id = d.debit_id
          and i.state = 'open')`,
  ),
]
