import { type Db, sql } from '../db/sql.ts'
import type { ProvenCompany } from './proven.ts'

/** When a run looked, by the platform's clock and by PostgreSQL's own, and how far each log was then. */
export type Mark = { at: string; at_by_server: string; companies: ProvenCompany[] }

/** Where a run that goes on from a mark begins. `id` is one that no id which was made since is below. */
export type Beginning = { since: string; id: string }

/**
 * An event may say that it was created this much after the checkpoint that has it: clocks of ours differ by
 * less.
 */
const CLOCKS_DIFFER = sql`interval '10 minutes'`

/** Tables of the run's own. They end with its transaction, like all that it makes. */
const createProvenHeads = sql`
  create temporary table proven_heads (company_id uuid not null, event_id bigint not null) on commit drop`
const createTouched = sql`
  create temporary table touched (company_id uuid not null, transaction_id uuid not null) on commit drop`
const createTouchedSchedules = sql`
  create temporary table touched_schedules (company_id uuid not null, schedule_id uuid not null) on commit drop`

/** What an event is about began: never later than its move. Null where it is about nothing that is kept. */
const beganAt = sql`case
  when e.type in ('contacts.credit_cards.tokenized', 'contacts.credit_cards.tokenization_failed') then (
    select created_at from public.credit_cards c
    where c.company_id = e.company_id and c.credit_card_id = (e.data ->> 'creditCardId')::uuid)
  when e.type = 'contacts.credit_cards.updated' then (
    select account_updated_at from public.credit_cards c
    where c.company_id = e.company_id and c.credit_card_id = (e.data ->> 'creditCardId')::uuid)
  when e.type like 'contacts.credit\\_cards.%' then (
    select least(expiring_told_at, expired_at, updated_at) from public.credit_cards c
    where c.company_id = e.company_id and c.credit_card_id = (e.data ->> 'creditCardId')::uuid)
  when e.type like 'schedules.occurrences.%' then (
    select updated_at from public.schedule_occurrences o
    where o.company_id = e.company_id and o.schedule_id = (e.data ->> 'scheduleId')::uuid
      and o.number = (e.data ->> 'number')::integer)
  end`

/**
 * Where to begin: `overlapMs` before the mark, for what was under way then, and as far back as the oldest
 * thing that an event after the mark is about. So a clock that was set back, and an event that is told a
 * second time, only make the run longer.
 */
export async function beginAt(db: Db, mark: Mark, overlapMs: number): Promise<Beginning> {
  await db.run(createProvenHeads)
  await db.run(sql`
    insert into proven_heads select * from unnest(
      ${mark.companies.map(({ company_id }) => company_id)}::uuid[],
      ${mark.companies.map(({ event_id }) => event_id)}::bigint[])`)
  return db.one<Beginning>(sql`
    with beginning as (
      select least(${mark.at}::timestamptz - make_interval(secs => ${overlapMs / 1000}), (
        select min(least(e.created_at, ${beganAt})) from (
          select h.company_id, e.type, e.data, e.created_at
          from public.event_heads h left join proven_heads p using (company_id)
          cross join lateral (
            select * from public.events e where e.company_id = h.company_id and e.event_id > coalesce(p.event_id, 0)) e
          union all select company_id, type, data, created_at from public.outbox
        ) e)) as since
    ), by_server as (
      select since, ${mark.at_by_server}::timestamptz - (${mark.at}::timestamptz - since) as made_since from beginning
    )
    select to_char(since at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as since,
      -- UUIDv7: its first 48 bits are milliseconds (RFC 9562 section 5.7), of the real clock, whatever the demo's says.
      (lpad(to_hex((extract(epoch from made_since) * 1000)::bigint), 12, '0') || '00000000000000000000') ::uuid::text as id
    from by_server`)
}

/**
 * The log of events of a run that goes on: what was created since, found by the checkpoints that were closed
 * before.
 */
export const eventsSince = ({ since }: Beginning) => sql`
  select e.* from public.event_heads h
  cross join lateral (
    select coalesce(max(last_event_id), 0) as before from public.event_checkpoints c
    where c.company_id = h.company_id and closed_at < ${since}::timestamptz - ${CLOCKS_DIFFER}
  ) c
  cross join lateral (
    select * from public.events e where e.company_id = h.company_id and e.event_id > before and created_at >= ${since}::timestamptz
  ) e`

/**
 * Finds what has been touched since, in `touched` and `touched_schedules`: whatever an event, a move, a
 * posting, an id or a file of network or bank says, and what is still under way. Before it stand the events
 * since then.
 */
export async function findTouched(db: Db, beginning: Beginning): Promise<void> {
  const { since, id } = beginning
  await db.run(createTouched)
  await db.run(createTouchedSchedules)
  await db.run(sql`
    insert into touched
    select distinct company_id, transaction_id from (
      select company_id, unnest(array[data ->> 'transactionId', data ->> 'payoutId', data ->> 'refundId', data ->> 'disputeId']::uuid[])
        as transaction_id
      from (select company_id, data from events union all select company_id, data from public.outbox) told
      union all
      select company_id, transaction_id from public.transaction_moves where moved_at >= ${since}::timestamptz
      union all
      select company_id, debit_id from public.attempts where state in ('sent', 'reversing')
      union all
      select company_id, debit_id from public.authorizations where due_at is not null
      union all
      select company_id, debit_id from public.idempotency_keys where created_at >= ${since}::timestamptz and debit_id is not null
      union all
      select company_id, debit_id from public.signed_agreements where signed_at >= ${since}::timestamptz
      union all
      select company_id, subject_id from public.bank_items
      where state in ('queued', 'sent') or greatest(queued_at, sent_at, settled_at, failed_at) >= ${since}::timestamptz
      union all
      select company_id, subject_id from public.bank_parked_returns join public.bank_items using (company_id, bank_item_id)
      where resolved_at is null or greatest(parked_at, resolved_at) >= ${since}::timestamptz
      union all
      select company_id, item_id from public.reconciliation_items
      -- What nobody knows has no debit, and so do its records: they are compared whole.
      where state = 'open' or debit_id is null or greatest(opened_at, resolved_at) >= ${since}::timestamptz
      union all
      select company_id, debit_id
      from public.clearing_files join public.clearing_records using (network_id, sequence)
      where debit_id is not null and (state = 'read' or greatest(read_at, checked_at) >= ${since}::timestamptz)
      union all
      select c.company_id, made.id from public.companies c cross join lateral (
        select debit_id from public.debits t where t.company_id = c.company_id and t.debit_id >= ${id}::uuid
        union all select debit_id from public.attempts t where t.company_id = c.company_id and t.debit_id >= ${id}::uuid
        union all select credit_id from public.credits t where t.company_id = c.company_id and t.credit_id >= ${id}::uuid
        union all select refund_id from public.refunds t where t.company_id = c.company_id and t.refund_id >= ${id}::uuid
        union all select dispute_id from public.disputes t where t.company_id = c.company_id and t.dispute_id >= ${id}::uuid
        union all select payout_id from public.payouts t where t.company_id = c.company_id and t.payout_id >= ${id}::uuid
        union all select fee_id from public.fees t where t.company_id = c.company_id and t.fee_id >= ${id}::uuid
        union all select transaction_id from public.payout_items t where t.company_id = c.company_id and t.transaction_id >= ${id}::uuid
        union all select transaction_id from public.ledger_entries t
        where t.company_id = c.company_id and day >= (${since}::timestamptz at time zone 'utc')::date and posted_at >= ${since}::timestamptz
      ) made (id)
      union all
      -- A deleted contact has nothing open.
      select d.company_id, d.debit_id from events e join public.debits d
        on d.company_id = e.company_id and d.contact_id = (e.data ->> 'contactId')::uuid where e.type = 'contacts.deleted'
      union all
      select d.company_id, d.credit_id from events e join public.credits d
        on d.company_id = e.company_id and d.contact_id = (e.data ->> 'contactId')::uuid where e.type = 'contacts.deleted'
    ) named where transaction_id is not null`)
  await db.run(clearedInTime(beginning))
  await db.run(sql`
    insert into touched_schedules
    select company_id, (data ->> 'scheduleId')::uuid from (
      select company_id, type, data from events union all select company_id, type, data from public.outbox
    ) told where type like 'schedules.%'
    union
    select c.company_id, schedule_id from public.companies c cross join lateral (
      select schedule_id from public.schedules s where s.company_id = c.company_id and s.schedule_id >= ${id}::uuid) s`)
  await addWhatBelongs(db)
}

/**
 * Charges that are still paid of days whose clearing is over by now and was not at the mark: time alone may
 * have made them late. An RRN begins with its day.
 */
const clearedInTime = ({ since }: Beginning) => sql`
  insert into touched
  select d.company_id, d.debit_id from (
    select
      coalesce((select max(cutoff_at) from public.clearing_files where state = 'checked' and checked_at < ${since}::timestamptz),
        (select min(created_at) from public.companies)) as judged_before,
      (select max(cutoff_at) from public.clearing_files where state = 'checked') as judged
  ) cutoffs
  cross join lateral (
    select a.company_id, a.debit_id
    from generate_series(judged_before - interval '4 days', judged, interval '1 day') day_of_charge
    cross join lateral (select to_char(day_of_charge at time zone 'utc', 'YDDD') as day) d
    join public.attempts a on a.rrn >= day || '00000000' and a.rrn <= day || '99999999'
    where a.state = 'approved'
    union all
    select z.company_id, z.debit_id from public.authorizations z
    where capture_transmitted_at >= judged_before - interval '4 days'
  ) charged
  join public.debits d using (company_id, debit_id) where d.state = 'paid'`

/**
 * Whatever is proven of a debit is proven of it with its refunds, fee, disputes and differences; a payout
 * with all that it consists of.
 */
async function addWhatBelongs(db: Db): Promise<void> {
  await db.run(sql`
    insert into touched
    select i.company_id, i.transaction_id from touched t join public.payout_items i
      on i.company_id = t.company_id and i.payout_id = t.transaction_id
    union all
    select o.company_id, o.transaction_id from touched_schedules join public.schedule_occurrences o using (company_id, schedule_id)
    where o.transaction_id is not null`)
  const parts = sql`
    select company_id, refund_id as part_id, debit_id from public.refunds
    union all select company_id, dispute_id, debit_id from public.disputes
    union all select company_id, fee_id, transaction_id from public.fees
    union all select company_id, item_id, debit_id from public.reconciliation_items where debit_id is not null`
  await db.run(sql`
    insert into touched
    select p.company_id, p.debit_id from touched t join (${parts}) p on p.company_id = t.company_id and p.part_id = t.transaction_id`)
  await db.run(sql`
    insert into touched
    select p.company_id, p.part_id from touched t join (${parts}) p on p.company_id = t.company_id and p.debit_id = t.transaction_id`)
}
