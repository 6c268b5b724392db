import { sql } from '../db/sql.ts'
import { type Check, check } from './check.ts'

export const scheduleChecks: Check[] = [
  check(
    'each_occurrence_made_has_its_transaction',
    'What a schedule has made is a debit or credit of its amount, and one by card was paid',
    () => sql`
      select o.company_id, o.schedule_id, o.number, o.transaction_id, o.amount, coalesce(d.amount, c.amount) as moved, d.state
      from schedule_occurrences o join schedules s using (company_id, schedule_id)
      left join debits d on d.company_id = o.company_id and d.debit_id = o.transaction_id
      left join credits c on c.company_id = o.company_id and c.credit_id = o.transaction_id
      where o.state = 'made' and (coalesce(d.amount, c.amount) is distinct from o.amount
        or (s.kind = 'card_debit' and not exists (
          select from transaction_moves m
          where m.company_id = o.company_id and m.transaction_id = o.transaction_id and m.to_state = 'paid')))`,
  ),
  check(
    'no_occurrence_that_failed_was_paid',
    'What a schedule calls failed took nothing',
    () => sql`
      select o.company_id, o.schedule_id, o.number, o.transaction_id, d.state
      from schedule_occurrences o join debits d on d.company_id = o.company_id and d.debit_id = o.transaction_id
      where o.state = 'failed' and d.state <> 'failed'`,
  ),
  check(
    'occurrences_are_gapless',
    'Before a schedule’s next occurrence each one has come to something',
    () => sql`
      select s.company_id, s.schedule_id, s.next_number, count(o.number) as occurrences
      from schedules s left join schedule_occurrences o using (company_id, schedule_id)
      group by s.company_id, s.schedule_id, s.next_number
      having count(o.number) <> s.next_number - 1 or max(o.number) >= s.next_number`,
  ),
  check(
    'one_event_per_occurrence',
    'What became of each date of a schedule is announced exactly once; a skip that was taken back, and that it was',
    (_, { since }) => sql`
      select company_id, schedule_id, number, type, coalesce(events, 0) as events
      from (
        select company_id, schedule_id, number, 'schedules.occurrences.' || state as type, updated_at as told_at
        from schedule_occurrences where state <> 'due'
      ) o full join (
        select company_id, (data ->> 'scheduleId')::uuid as schedule_id, (data ->> 'number')::integer as number, type,
          sum(told) as events
        from (
          select company_id, data, case when type = 'schedules.occurrences.restored' then 'schedules.occurrences.skipped' else type end as type,
            case when type = 'schedules.occurrences.restored' then -1 else 1 end as told
          from (select company_id, type, data from events union all select company_id, type, data from outbox) both_logs
        ) a
        where starts_with(type, 'schedules.occurrences.') group by 1, 2, 3, 4
      ) told using (company_id, schedule_id, number, type)
      where events is distinct from case when o.schedule_id is null then 0 else 1 end and (events is not null or told_at >= ${since}::timestamptz) and not exists (
        select from event_archives x where x.company_id = coalesce(o.company_id, told.company_id) and x.deleted_at is not null and events is null)
        or o.schedule_id is null and events <> 0`,
  ),
]
