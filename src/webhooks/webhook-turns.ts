import { type Db, type Statement, sql } from '../db/sql.ts'
import type { AlertStage } from './alert.ts'
import type { Receiver } from './dispatch.ts'
import type { DeliveryResult } from './post-delivery.ts'

/** A webhook whose next batch is due. */
export type DueWebhook = { company_id: string; webhook_id: string; retrying: boolean }

/**
 * A webhook that this worker alone may deliver to until its lease ends: the next events, or ones that were
 * asked for again.
 */
export type Turn = Receiver & {
  lease_id: string
  last_sent_event_id: bigint
  max_batch_size: number
  max_wait_seconds: number
  /** Those that it hears; null: all. */
  event_types: string[] | null
  batch_limit: number | null
  failures: number
  redeliver_from: bigint | null
  redeliver_through: bigint | null
}

/**
 * How long a lease lasts that is not renewed (webhooks/webhook-leases.ts): what a delivery waits for when its
 * worker dies. Four beats of its heart, so that a database that stalls for a few seconds costs none.
 */
export const LEASE_SECONDS = 10

const lease = sql`jetpay_now() + make_interval(secs => ${LEASE_SECONDS})`

/**
 * Whether the next events are to be delivered, of `webhooks w` and the head of its log `h`. The oldest
 * undelivered event is looked up by its key and only for webhooks that are behind, so that finding costs the
 * same with fresh statistics and with none. Of a webhook that hears some types only, the oldest is one that
 * it hears once it has been looked at (look-for-events.ts), which also says when a batch can be full.
 */
const eventsDue = sql`(h.last_event_id > w.last_sent_event_id and case
    when w.state = 'backing_off' then w.next_attempt_at <= jetpay_now()
    else h.last_event_id >= coalesce(w.full_from_event_id, w.last_sent_event_id + w.max_batch_size) or jetpay_now() >= (
      select oldest.created_at + make_interval(secs => w.max_wait_seconds) from events oldest
      where oldest.company_id = w.company_id and oldest.event_id = w.last_sent_event_id + 1) end)`

/** Events that were asked for again go out while all is well; they take turns with the next ones. */
const redeliveryDue = sql`(w.redeliver_from is not null and w.state = 'active')`

const due = sql`h.company_id = w.company_id and w.state <> 'failed'
  and (w.leased_until is null or w.leased_until <= jetpay_now()) and (${eventsDue} or ${redeliveryDue})`

/** Whether any webhook is due. */
export const webhooksDue = sql`select from webhooks w, event_heads h where ${due}`

/**
 * Up to `limit` due webhooks that answered last time and as many that did not; who had its turn longest ago
 * comes first.
 */
export const findDueWebhooks = (db: Db, limit: number) =>
  db.many<DueWebhook>(sql`
    select company_id, webhook_id, retrying from (
      select w.company_id, w.webhook_id, w.state = 'backing_off' as retrying,
        row_number() over (partition by w.state order by w.leased_until nulls first) as nth
      from webhooks w, event_heads h
      where ${due}
    ) found where nth <= ${limit}`)

const turnColumns = sql`w.company_id, w.webhook_id, w.number, w.callback_url, w.callback_api_key_sealed,
  w.signing_secret_sealed,
  case when w.former_secret_until > jetpay_now() then w.former_secret_sealed end as former_secret_sealed, w.lease_id, w.last_sent_event_id, w.max_batch_size, w.max_wait_seconds, w.event_types, w.batch_limit,
  w.failures, w.redeliver_through`

/** Takes the webhook's turn, if it is still due. Of two workers one gets it. */
export const takeTurn = (db: Db, { company_id, webhook_id }: DueWebhook, leaseId: string) =>
  db.first<Turn>(sql`
    update webhooks w set lease_id = ${leaseId}, leased_until = ${lease},
      redelivered_last = ${redeliveryDue} and not (w.redelivered_last and ${eventsDue})
    from event_heads h
    where w.company_id = ${company_id} and w.webhook_id = ${webhook_id} and ${due}
    returning ${turnColumns}, case when w.redelivered_last then w.redeliver_from end as redeliver_from`)

/** Renews leases; returns those that still are this worker's. */
export const renewLeases = (db: Db, leases: Pick<Turn, 'company_id' | 'webhook_id' | 'lease_id'>[]) =>
  db.many<{ lease_id: string }>(sql`
    update webhooks w set leased_until = ${lease}
    from unnest(${leases.map((one) => one.company_id)}::uuid[], ${leases.map((one) => one.webhook_id)}::uuid[],
      ${leases.map((one) => one.lease_id)}::uuid[]) held (company_id, webhook_id, lease_id)
    where w.company_id = held.company_id and w.webhook_id = held.webhook_id and w.lease_id = held.lease_id
    returning w.lease_id`)

export type Batch = {
  deliveryId: string
  firstEventId: bigint
  lastEventId: bigint
  size: number
  /** The first of its events, where they do not follow each other. */
  excerptEventIds: bigint[] | null
}

/**
 * How a turn ended. `next` is the turn that follows it at once, under the same lease: another full batch
 * waits.
 */
export type EndedTurn = {
  state: 'active' | 'backing_off' | 'failed'
  alerted: AlertStage | null
  untold: boolean
  next: Turn | null
}

/**
 * Ends the turn in the statement that keeps the record of its delivery, and begins the next in it where
 * `goOn` is asked and a full batch waits: while there is a backlog a delivery costs one commit. Undefined
 * where the lease is another's by now.
 */
export async function endTurn(
  db: Db,
  turn: Turn,
  batch: Batch,
  result: DeliveryResult,
  changes: Statement,
  goOn: boolean,
): Promise<EndedTurn | undefined> {
  const kind = turn.redeliver_from === null ? 'events' : 'redelivery'
  const attempt = turn.redeliver_from === null ? turn.failures + 1 : 1
  const keeps = sql`(${goOn}::boolean and w.redeliver_from is null
    and w.last_sent_event_id = ${turn.last_sent_event_id} and h.last_event_id - ${batch.lastEventId}::bigint >= w.max_batch_size)`
  const row = await db.first<Turn & Omit<EndedTurn, 'next'> & { kept: boolean }>(sql`
    with ended as (
      update webhooks w set ${changes}, lease_id = case when ${keeps} then w.lease_id end,
        leased_until = case when ${keeps} then ${lease} else jetpay_now() end
      from event_heads h, (
        select alerted as alerted_before from webhooks
        where company_id = ${turn.company_id} and webhook_id = ${turn.webhook_id} for update) before
      where h.company_id = w.company_id and w.company_id = ${turn.company_id} and w.webhook_id = ${turn.webhook_id}
        and w.lease_id = ${turn.lease_id}
      returning ${turnColumns}, null::bigint as redeliver_from, w.state, w.alerted,
        w.alerted is distinct from before.alerted_before as untold, w.lease_id is not null as kept
    ), kept as (
      insert into deliveries (company_id, webhook_id, delivery_id, kind, first_event_id, last_event_id, attempt, status,
        error_class, error, response_excerpt, latency_ms, attempted_at, excerpt_event_ids)
      select company_id, webhook_id, ${batch.deliveryId}::uuid, ${kind}, ${batch.firstEventId}::bigint,
        ${batch.lastEventId}::bigint, ${attempt}::integer, ${result.status}::integer, ${result.errorClass}::text,
        ${result.error}::text, ${result.responseExcerpt}::text, ${result.latencyMs}::integer, jetpay_now(),
        ${batch.excerptEventIds}::bigint[]
      from ended
    ) select * from ended`)
  if (!row) return undefined
  const { state, alerted, untold, kept, ...next } = row
  return { state, alerted, untold, next: kept ? next : null }
}

/** Gives the turn back untried: this worker is stopping. */
export const giveTurnBack = (db: Db, turn: Turn) =>
  db.run(sql`
    update webhooks set lease_id = null, leased_until = jetpay_now()
    where company_id = ${turn.company_id} and webhook_id = ${turn.webhook_id} and lease_id = ${turn.lease_id}`)
