import { doubtfulOfAll } from '../charges/unknown-outcome.ts'
import { type Db, sql } from '../db/sql.ts'
import type { Context } from '../process/context.ts'

/** Counted up to here: whoever has more sees that there are many, and a look stays one of milliseconds. */
const COUNTED_MAX = 10_000

/**
 * What waits somewhere, and since when. In the order of the statement below, and of the page
 * (docs/observability.md).
 */
export const queueNames = [
  'outbox',
  'attempts_unknown',
  'card_log',
  'webhooks_backing_off',
  'webhooks_failed',
  'bank_items_queued',
  'bank_items_sent',
  'payouts_queued',
  'payouts_sent',
  'payouts_returned',
  'bank_files_writing',
  'bank_returns_parked',
  'reconciliation_items',
  'mails_queued',
  'mails_failed',
  'exports',
  'bulk_jobs',
  'schedules_due',
] as const
export type QueueName = (typeof queueNames)[number]
type Queue = { queue: QueueName; length: number; oldest_seconds: number }

/**
 * Each by an index that holds nothing else, or of a table that is short, so that ten million rows that are
 * done cost nothing.
 */
export const lookAtQueues = (db: Db, context: Pick<Context, 'config'>) =>
  db.many<Queue>(sql`
    with waiting (queue, since) as (
      (select 'outbox', created_at from outbox limit ${COUNTED_MAX})
      union all (select 'attempts_unknown', transmitted_at from (${doubtfulOfAll(context)}) doubtful limit ${COUNTED_MAX})
      union all (select 'webhooks_backing_off', failing_since from webhooks
        where failing_since is not null and state = 'backing_off' limit ${COUNTED_MAX})
      union all (select 'webhooks_failed', failing_since from webhooks
        where failing_since is not null and state = 'failed' limit ${COUNTED_MAX})
      union all (select case kind when 'payout' then 'payouts_queued' else 'bank_items_queued' end, queued_at from bank_items
        where state = 'queued' and bank_file_id is null order by queued_at limit ${COUNTED_MAX})
      union all (select case kind when 'payout' then 'payouts_sent' else 'bank_items_sent' end, sent_at from bank_items
        where state = 'sent' order by file_due_on limit ${COUNTED_MAX})
      union all (select 'payouts_returned', updated_at from payouts where state = 'returned' limit ${COUNTED_MAX})
      union all (select 'bank_files_writing', created_at from bank_files
        where state = 'writing' order by created_at limit ${COUNTED_MAX})
      union all (select 'bank_returns_parked', parked_at from bank_parked_returns
        where resolved_at is null order by parked_at limit ${COUNTED_MAX})
      union all (select 'reconciliation_items', opened_at from reconciliation_items where state = 'open'
        order by item_id limit ${COUNTED_MAX})
      union all (select 'mails_queued', created_at from mails where state = 'queued' limit ${COUNTED_MAX})
      union all (select 'mails_failed', created_at from mails where state <> 'sent' and state = 'failed' limit ${COUNTED_MAX})
      union all (select 'exports', due_at from exports where due_at is not null order by due_at limit ${COUNTED_MAX})
      union all (select 'bulk_jobs', created_at from bulk_jobs where finished_at is null limit ${COUNTED_MAX})
      union all (select 'schedules_due', next_due_at from schedules
        where state = 'active' and next_due_at <= jetpay_now() order by next_due_at limit ${COUNTED_MAX})
    )
    select queue, count(*)::integer as length,
      greatest(coalesce(extract(epoch from jetpay_now() - min(since)), 0), 0)::float8 as oldest_seconds
    from waiting group by queue`)

/** Open alarms by kind. */
export const lookAtAlarms = (db: Db) =>
  db.many<{ kind: string; open: number }>(sql`
    select kind, count(*)::integer as open from (
      select kind from alarms where closed_at is null order by alarm_id limit ${COUNTED_MAX}
    ) found group by kind`)

/** Events that webhooks have not confirmed yet, by the webhook's state. Few rows: a webhook each. */
export const lookAtWebhooks = (db: Db) =>
  db.many<{ state: string; webhooks: number; events: number }>(sql`
    select state, count(*)::integer as webhooks, coalesce(sum(behind), 0)::float8 as events from (
      select w.state, h.last_event_id - w.last_sent_event_id as behind from webhooks w, event_heads h
      where h.company_id = w.company_id limit 100000
    ) found group by state`)

/** How each job of the worker last went. */
export const lookAtJobs = (db: Db) =>
  db.many<{ job: string; age_seconds: number | null; failures: number }>(sql`
    select job, extract(epoch from jetpay_now() - ended_at)::float8 as age_seconds, failures from job_runs
    order by job limit 200`)

/** How far what follows is behind; null where there is nothing yet. */
export const lookAtAges = (db: Db) =>
  db.one<{
    summary_seconds: number | null
    signing_key_seconds: number | null
    verify_seconds: number | null
    verify_ok: boolean | null
    card_log_id: bigint
  }>(sql`
    select case when u.summed_before > '-infinity' then extract(epoch from jetpay_now() - u.summed_before)::float8 end
        as summary_seconds,
      (select extract(epoch from jetpay_now() - max(signs_from))::float8 from signing_keys where signs_from <= jetpay_now())
        as signing_key_seconds,
      extract(epoch from jetpay_now() - v.ended_at)::float8 as verify_seconds, v.ok as verify_ok,
      (select last_log_id from vault_cursor) as card_log_id
    from summed_until u left join (
      select ended_at, ok from verify_reports where state = 'done' order by report_id desc limit 1
    ) v on true`)
