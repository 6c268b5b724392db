import { disputeReasons } from '../clearing/dispute-reasons.ts'
import { type Statement, sql } from '../db/sql.ts'
import { acquirerOfRecord, acquirerOfRow } from '../process/acceptors.ts'
import { type Check, check } from './check.ts'

/**
 * A charge whose chargeback came before each had its dispute, and whose item is closed: a person decided
 * about it, or the network paid it again.
 */
export const isSquaredWithout = (rrn: Statement, acquirerId: Statement) => sql`exists (
  select from reconciliation_items i where i.rrn = ${rrn} and ${acquirerOfRow(sql`i`)} = ${acquirerId} and i.state <> 'open' and i.kind <> 'missing' and i.received <= 0
    and (i.resolved_by <> 'clearing'
    or exists (select from clearing_records w where w.rrn = i.rrn and ${acquirerOfRecord(sql`w`)} = ${acquirerOfRow(sql`i`)} and w.kind = 'adjustment' and w.reason = ${disputeReasons.won}
      and w.outcome in ('offset', 'difference') and w.dispute_id is null)))`

export const disputeChecks: Check[] = [
  check(
    'disputed_within_captured',
    'A dispute is about a debit that was paid by card, and what was disputed and not won, with what was refunded, is not more than was captured',
    () => sql`
      select company_id, debit_id, d.state, d.amount, d.amount_refunded, sum(x.amount) as disputed
      from disputes x join debits d using (company_id, debit_id)
      group by company_id, debit_id, d.state, d.amount, d.amount_refunded, d.rail, d.currency
      having d.state not in ('paid', 'completed') or d.rail <> 'card' or bool_or(d.currency <> x.currency)
        or coalesce(sum(x.amount) filter (where x.state <> 'won'), 0) > d.amount - case
          when bool_or(x.state <> 'won') then d.amount_refunded else 0 end
        or max(x.amount) > d.amount`,
  ),
  check(
    'dispute_means_taken_back',
    'Each dispute was opened by one clearing record, for what that took or a part of it, and is won exactly where another one paid it again',
    () => sql`
      select company_id, dispute_id, x.state, x.amount, x.amount_taken, r.taken, r.paid
      from disputes x full join (
        select company_id, debit_id, dispute_id, -sum(amount) filter (where outcome = 'disputed') as taken,
          sum(amount) filter (where outcome = 'dispute_won') as paid
        from clearing_records c where outcome in ('disputed', 'dispute_won')
          and not exists (select from departed_companies gone where gone.company_id = c.company_id)
        group by 1, 2, 3
      ) r using (company_id, debit_id, dispute_id)
      where x.amount_taken is distinct from r.taken or x.amount > x.amount_taken
        or (x.state = 'won') is distinct from (r.paid is not null) or r.paid < x.amount_taken`,
  ),
  check(
    'each_chargeback_has_its_dispute',
    'Each chargeback of a captured charge that a clearing file had has opened a dispute, or a person has decided about it',
    () => sql`
      select r.network_id, r.sequence, r.line, r.company_id, r.debit_id, r.rrn, r.amount, r.outcome
      from clearing_records r
      join attempts a on a.company_id = r.company_id and a.debit_id = r.debit_id and a.rrn = r.rrn and a.stan = r.stan
        and a.state = 'approved' and a.kind <> 'refund'
      join debits d on d.company_id = r.company_id and d.debit_id = r.debit_id and d.state in ('paid', 'completed')
      where r.kind = 'adjustment' and r.reason = ${disputeReasons.chargeback} and r.outcome is not null
        and not exists (select from disputes x where x.company_id = r.company_id and x.dispute_id = r.dispute_id)
        -- Those of before disputes took any, that were squared or decided by then: docs/disputes.md.
        and not ${isSquaredWithout(sql`r.rrn`, acquirerOfRecord(sql`r`))}`,
  ),
  check(
    'taken_back_is_explained',
    'What card holders were refunded and took back is not more than the charge, but for what reconciliation items of its disputes say',
    () => sql`
      select company_id, debit_id, d.amount, d.amount_refunded, taken, coalesce(parked, 0) as parked
      from debits d join (
        select company_id, debit_id, -sum(amount) as taken from clearing_records
        where outcome is not null and kind = 'adjustment' and reason in (${disputeReasons.chargeback}, ${disputeReasons.won})
        group by 1, 2
      ) r using (company_id, debit_id) left join (
        select company_id, debit_id, -sum(received) filter (where dispute_id is not null or resolved_by <> 'clearing') as parked, bool_or(expected <> 0) as with_sale
        from reconciliation_items where refund_id is null group by 1, 2
      ) i using (company_id, debit_id)
      where d.amount_refunded + taken - d.amount > greatest(coalesce(parked, 0), 0) and with_sale is not true
      union all
      select company_id, debit_id, null, null, amount_taken, amount from disputes x
      where amount_taken > amount and not exists (
        select from reconciliation_items i where i.company_id = x.company_id and i.debit_id = x.debit_id
          and i.dispute_id is not null)`,
  ),
  check(
    'disputes_are_netted_once',
    'The payouts are less by each dispute once, and more by it once exactly where it was won',
    () => sql`
      select company_id, transaction_id, part, x.amount as due, i.amount as netted
      from (
        select company_id, dispute_id as transaction_id, 'disputed' as part, -amount as amount from disputes where amount <> 0
        union all
        select company_id, dispute_id, 'dispute_won', amount from disputes where state = 'won' and amount <> 0
      ) x full join (
        select company_id, transaction_id, part, amount from payout_items where part in ('disputed', 'dispute_won')
      ) i using (company_id, transaction_id, part) where x.amount is distinct from i.amount`,
  ),
  check(
    'one_event_per_dispute_move',
    'Each state of a dispute is announced exactly once, and nothing else is',
    (_, { since }) => sql`
      select company_id, dispute_id, type, coalesce(moves, 0) as moves, coalesce(events, 0) as events
      from (
        select m.company_id, transaction_id as dispute_id, count(*) as moves,
          'transactions.debits.' || case move when 'open' then 'disputed' else 'dispute_' || to_state end as type
        from transaction_moves m join disputes x on x.company_id = m.company_id and x.dispute_id = m.transaction_id
        where moved_at >= ${since}::timestamptz group by 1, 2, 4
      ) moved full join (
        select company_id, (data ->> 'disputeId')::uuid as dispute_id, type, count(*) as events from (
          select company_id, type, data from events union all select company_id, type, data from outbox
        ) a where type like 'transactions.debits.dispute%' group by 1, 2, 3
      ) told using (company_id, dispute_id, type)
      where moves is distinct from events and not exists (
        select from event_archives x where x.company_id = moved.company_id and x.deleted_at is not null and events is null)`,
  ),
  check(
    'submitted_means_evidence',
    'A dispute that was submitted has evidence, and only what was submitted was handed to the network',
    () => sql`
      select company_id, dispute_id, state, submitted_at, sent_at from disputes x
      where sent_at is not null and submitted_at is null or submitted_at is not null and not exists (
        select from dispute_evidence e where e.company_id = x.company_id and e.dispute_id = x.dispute_id)`,
  ),
  check(
    'evidence_is_kept_while_needed',
    'Evidence was deleted only of disputes that have ended and whose response was handed over, and then all of it',
    () => sql`
      select company_id, dispute_id, x.state, x.submitted_at, x.sent_at, deleted, kept
      from disputes x join (
        select company_id, dispute_id, count(deleted_at) as deleted, count(*) - count(deleted_at) as kept
        from dispute_evidence group by 1, 2
      ) e using (company_id, dispute_id)
      where deleted > 0 and (kept > 0 or x.state not in ('won', 'lost') or x.submitted_at is not null and x.sent_at is null)`,
  ),
  check(
    'undecided_disputes_are_told',
    'A person was called about a dispute exactly where it says so, and has nothing to ask once it has ended; who closed one is known',
    () => sql`
      select x.company_id, x.dispute_id, x.state, x.lost_reason, x.alarmed_at, a.alarms, a.open
      from disputes x left join (
        select company_id, subject, count(*) as alarms, count(*) filter (where closed_at is null) as open from alarms
        where kind = 'dispute_undecided' group by 1, 2
      ) a on a.company_id = x.company_id and a.subject = x.dispute_id::text
      where coalesce(a.alarms, 0) <> case when x.alarmed_at is null then 0 else 1 end
        or a.open > 0 and x.state <> 'under_review'
        or x.closed_by is not null and x.state <> 'won' and x.lost_reason is distinct from 'closed'`,
  ),
]
