import { isFiledUnder } from '../charges/network-reference.ts'
import { sql } from '../db/sql.ts'
import { type Check, check } from './check.ts'

export const refundChecks: Check[] = [
  check(
    'preauthorized_means_held',
    'A debit is preauthorized exactly while an attempt of it holds its amount or is being captured',
    () => sql`
      select d.company_id, d.debit_id, d.state, a.attempt_id, a.state as attempt_state
      from debits d left join attempts a on a.company_id = d.company_id and a.debit_id = d.debit_id
        and a.state in ('authorized', 'capturing')
      where (d.state = 'preauthorized') <> (a.attempt_id is not null) and d.from_credit_card_id is not null
      union all
      select company_id, debit_id, d.state, null, null from debits d left join authorizations z using (company_id, debit_id)
      where (d.amount_authorized is not null) <> (z.debit_id is not null)`,
  ),
  check(
    'captured_within_authorized',
    'What was captured is what was asked for, and not more than was held',
    () => sql`
      select company_id, debit_id, d.state, d.amount, d.amount_authorized, z.capture_amount
      from debits d join authorizations z using (company_id, debit_id)
      where d.amount > d.amount_authorized
        or d.state in ('paid', 'completed') and d.amount is distinct from z.capture_amount
        or d.state not in ('paid', 'completed') and d.amount <> d.amount_authorized and d.fail_reason is null`,
  ),
  check(
    'refunded_within_captured',
    'What was refunded or is on its way back is the sum of the refunds that did not fail and did not come back, and not more than was paid',
    () => sql`
      select company_id, debit_id, d.amount, d.amount_refunded, coalesce(r.sum, 0) as refunds
      from debits d left join (
        select company_id, debit_id, sum(amount) from refunds where state <> 'failed' and returned_at is null group by 1, 2
      ) r using (company_id, debit_id)
      where d.amount_refunded <> coalesce(r.sum, 0) or d.amount_refunded > d.amount`,
  ),
  check(
    'refund_means_given_back',
    'A refund by the card network is done exactly when the network credited its amount to the card, or reversed the charge, and open only while the network is asked',
    () => sql`
      select r.company_id, r.refund_id, r.debit_id, r.method, r.state, a.state as attempt_state, r.amount, a.amount as credited
      from refunds r join debits d using (company_id, debit_id)
      left join attempts a on a.company_id = r.company_id and a.debit_id = r.debit_id and case r.method
        when 'card' then a.attempt_id = r.refund_id
        else a.kind <> 'refund' and a.amount = d.amount and a.state in ('approved', 'reversing', 'reversed') end
      where r.method <> 'bank' and case
        when r.method = 'card' and r.state in ('paid', 'completed')
          then a.state is distinct from 'approved' or a.amount is distinct from r.amount
        when r.method = 'card' and r.state = 'failed' then a.state is null or a.state in ('sent', 'approved')
        when r.method = 'card' then a.state is null or a.state not in ('sent', 'reversing')
        when r.state = 'completed' then a.state is distinct from 'reversed' or d.voided_at is null
        when r.state = 'requested' then a.state is distinct from 'reversing' or d.voided_at is null
        else false
      end`,
  ),
  check(
    'one_event_per_refund',
    'Each refund is announced exactly once when it is done or failed, and not before, and once more when a bank sent it back later',
    (_, { since }) => sql`
      select company_id, refund_id, type, coalesce(events, 0) as events
      from (
        select company_id, refund_id, 'transactions.debits.' ||
          case state when 'failed' then 'refund_failed' else 'refunded' end as type, ended_at as told_at
        from refunds cross join lateral (
          -- The first move from where it began is what is told.
          select min(moved_at) as ended_at from transaction_moves m
          where m.company_id = refunds.company_id and m.transaction_id = refund_id and from_state = 'requested'
        ) ended where state <> 'requested'
        union all
        select company_id, refund_id, 'transactions.debits.refund_returned', returned_at from refunds where returned_at is not null
      ) r full join (
        select company_id, (data ->> 'refundId')::uuid as refund_id, type, count(*) as events from (
          select company_id, type, data from events union all select company_id, type, data from outbox
        ) a where type like 'transactions.debits.refund%' group by 1, 2, 3
      ) told using (company_id, refund_id, type)
      where events is distinct from 1 and (events is not null or coalesce(told_at, 'infinity') >= ${since}::timestamptz) and not exists (
        select from event_archives x where x.company_id = coalesce(r.company_id, told.company_id) and x.deleted_at is not null and events is null)
        or r.refund_id is null`,
  ),
  check(
    'refunds_are_what_is_not_cleared',
    'What we owe for refunds is the sum of those that the network has not cleared and the bank not delivered yet',
    () => sql`
      select company_id, currency, coalesce(balance, 0) as posted, coalesce(paid, 0) as paid
      from (
        select company_id, currency, sum(amount) as balance from ledger_entries where account = 'refunds' group by 1, 2
      ) posted full join (
        select company_id, currency, sum(amount) as paid from refunds
        where state = 'paid' or method = 'bank' and state = 'requested' group by 1, 2
      ) refund using (company_id, currency) where coalesce(balance, 0) <> -coalesce(paid, 0)`,
  ),
  check(
    'completed_refund_means_cleared',
    'A refund to a card is completed exactly when the network cleared it or a person settled its difference',
    () => sql`
      select company_id, refund_id, state, cleared, settled_by_person from (
        select r.company_id, r.refund_id, r.state,
          exists (select from clearing_records c where ${isFiledUnder(sql`a`, sql`c`)} and c.outcome = 'settled') as cleared,
          exists (select from reconciliation_items i where i.company_id = r.company_id and i.refund_id = r.refund_id
            and i.state = 'settled') as settled_by_person
        from refunds r join attempts a on a.company_id = r.company_id and a.debit_id = r.debit_id
          and a.attempt_id = r.refund_id
        where r.method = 'card'
      ) refund where (state = 'completed') <> (cleared or settled_by_person)`,
  ),
]
