import { sql } from '../db/sql.ts'
import { type Check, check } from './check.ts'

export const disputeChecks: Check[] = [
  check(
    'disputed_within_captured',
    'A dispute is about a completed debit by card, and what was disputed and not won, with what was refunded, is not more than was captured',
    () => sql`
      select x.company_id, x.dispute_id, x.debit_id, d.state, d.amount, d.amount_refunded, x.amount as disputed
      from disputes x join debits d using (company_id, debit_id)
      where d.state <> 'completed' or d.from_credit_card_id is null or d.currency <> x.currency
        or x.amount + case when x.state = 'won' then 0 else d.amount_refunded end > d.amount`,
  ),
  check(
    'dispute_means_taken_back',
    'A dispute is open or lost exactly when a clearing record took its amount, and won when another one paid it again',
    () => sql`
      select company_id, debit_id, x.state, coalesce(x.due, 0) as due, coalesce(r.moved, 0) as moved
      from (
        select company_id, debit_id, currency, state, case state when 'won' then 0 else -amount end as due, -amount as taken
        from disputes
      ) x full join (
        select company_id, debit_id, currency, sum(amount)::bigint as moved,
          coalesce(sum(amount) filter (where outcome = 'disputed'), 0)::bigint as taken
        from clearing_records where outcome in ('disputed', 'dispute_won') group by 1, 2, 3
      ) r using (company_id, debit_id, currency)
      where x.due is distinct from r.moved or x.taken is distinct from r.taken`,
  ),
  check(
    'disputes_are_netted_once',
    'The payouts are less by each dispute once, and more by it once exactly where it was won',
    () => sql`
      select company_id, transaction_id, part, x.amount as due, i.amount as netted
      from (
        select company_id, dispute_id as transaction_id, 'disputed' as part, -amount as amount from disputes
        union all
        select company_id, dispute_id, 'dispute_won', amount from disputes where state = 'won'
      ) x full join (
        select company_id, transaction_id, part, amount from payout_items where part in ('disputed', 'dispute_won')
      ) i using (company_id, transaction_id, part) where x.amount is distinct from i.amount`,
  ),
  check(
    'one_event_per_dispute_move',
    'Each state of a dispute is announced exactly once, and nothing else is',
    () => sql`
      select company_id, dispute_id, type, coalesce(moves, 0) as moves, coalesce(events, 0) as events
      from (
        select m.company_id, transaction_id as dispute_id, count(*) as moves,
          'transactions.debits.' || case move when 'open' then 'disputed' else 'dispute_' || to_state end as type
        from transaction_moves m join disputes x on x.company_id = m.company_id and x.dispute_id = m.transaction_id
        group by 1, 2, 4
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
