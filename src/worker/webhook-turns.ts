import { type Db, sql } from '../db/sql.ts'
import { type EventRow, eventColumns } from '../events/event.ts'
import type { Receiver } from '../webhooks/dispatch.ts'
import type { DeliveryResult } from '../webhooks/post-delivery.ts'
import { GIVE_UP_AFTER_SECONDS, retryDelaySeconds } from '../webhooks/retry-schedule.ts'

/** A webhook whose next batch is due. */
export type DueWebhook = { company_id: string; webhook_id: string; retrying: boolean }

/** A webhook that this worker alone may deliver to until its lease ends. */
export type Turn = Receiver & {
  lease_id: string
  last_sent_event_id: bigint
  max_batch_size: number
  failures: number
}

/** Longer than the longest delivery with all around it. Only a worker that died lets a lease run out. */
export const LEASE_SECONDS = 45

/**
 * Whether it is time to deliver, of `webhooks w` and the head of its log `h`. The oldest undelivered event is looked up by its
 * key and only for webhooks that are behind, so that finding costs the same with fresh statistics and with none.
 */
const due = sql`h.company_id = w.company_id and h.last_event_id > w.last_sent_event_id
  and w.state <> 'failed' and (w.leased_until is null or w.leased_until <= jetpay_now())
  and case when w.state = 'backing_off' then w.next_attempt_at <= jetpay_now()
    else h.last_event_id - w.last_sent_event_id >= w.max_batch_size or jetpay_now() >= (
      select oldest.created_at + make_interval(secs => w.max_wait_seconds) from events oldest
      where oldest.company_id = w.company_id and oldest.event_id = w.last_sent_event_id + 1) end`

/** Up to `limit` due webhooks that answered last time and as many that did not; who had its turn longest ago comes first. */
export const findDueWebhooks = (db: Db, limit: number) =>
  db.many<DueWebhook>(sql`
    select company_id, webhook_id, retrying from (
      select w.company_id, w.webhook_id, w.state = 'backing_off' as retrying,
        row_number() over (partition by w.state order by w.leased_until nulls first) as place
      from webhooks w, event_heads h
      where ${due}
    ) found where place <= ${limit}`)

/** Takes the webhook's turn, if it is still due. Of two workers one gets it. */
export const takeTurn = (db: Db, { company_id, webhook_id }: DueWebhook, leaseId: string) =>
  db.first<Turn>(sql`
    update webhooks w set lease_id = ${leaseId}, leased_until = jetpay_now() + make_interval(secs => ${LEASE_SECONDS})
    from event_heads h
    where w.company_id = ${company_id} and w.webhook_id = ${webhook_id} and ${due}
    returning w.company_id, w.webhook_id, w.number, w.callback_url, w.callback_api_key_sealed, w.signing_secret_sealed,
      w.lease_id, w.last_sent_event_id, w.max_batch_size, w.failures`)

/** The next batch: at least one event, ascending, without gaps. */
export const readBatch = (db: Db, turn: Turn) =>
  db.many<EventRow>(sql`
    select ${eventColumns} from events
    where company_id = ${turn.company_id} and event_id > ${turn.last_sent_event_id}
    order by event_id limit ${turn.max_batch_size}`)

export type Batch = { deliveryId: string; firstEventId: bigint; lastEventId: bigint }

/** Moves the cursor over a confirmed batch and ends the turn. A cursor that was set meanwhile (replay) stays as set. */
export const recordSuccess = (db: Db, turn: Turn, batch: Batch, result: DeliveryResult) =>
  db.run(sql`
    with ended as (
      update webhooks set
        last_sent_event_id = case when last_sent_event_id = ${turn.last_sent_event_id}
          then ${batch.lastEventId}::bigint else last_sent_event_id end,
        state = 'active', failures = 0, failing_since = null, next_attempt_at = null,
        lease_id = null, leased_until = jetpay_now()
      where company_id = ${turn.company_id} and webhook_id = ${turn.webhook_id} and lease_id = ${turn.lease_id}
      returning company_id, webhook_id
    ) ${insertDelivery(turn, batch, result)}`)

/**
 * Ends the turn with the next attempt on the schedule, or as `failed`: at the end of the schedule, or when the receiver
 * says that it is gone (410). The last attempt falls on the end of the schedule, not after it.
 */
export const recordFailure = (db: Db, turn: Turn, batch: Batch, result: DeliveryResult) => {
  const delay = sql`make_interval(secs => ${retryDelaySeconds(turn.failures + 1, result.retryAfterSeconds)})`
  const giveUpAt = sql`coalesce(failing_since, jetpay_now()) + make_interval(secs => ${GIVE_UP_AFTER_SECONDS})`
  const over = sql`(${result.status === 410}::boolean or ${giveUpAt} <= jetpay_now())`
  return db.first<{ state: 'backing_off' | 'failed' }>(sql`
    with ended as (
      update webhooks set failures = failures + 1, failing_since = coalesce(failing_since, jetpay_now()),
        state = case when ${over} then 'failed' else 'backing_off' end,
        next_attempt_at = case when ${over} then null else least(jetpay_now() + ${delay}, ${giveUpAt}) end,
        lease_id = null, leased_until = jetpay_now()
      where company_id = ${turn.company_id} and webhook_id = ${turn.webhook_id} and lease_id = ${turn.lease_id}
      returning company_id, webhook_id, state
    ), kept as (${insertDelivery(turn, batch, result)})
    select state from ended`)
}

const insertDelivery = (turn: Turn, batch: Batch, { status, error, latencyMs }: DeliveryResult) => sql`
  insert into deliveries (company_id, webhook_id, delivery_id, first_event_id, last_event_id, attempt, status, error,
    latency_ms, attempted_at)
  select company_id, webhook_id, ${batch.deliveryId}, ${batch.firstEventId}, ${batch.lastEventId}, ${turn.failures + 1},
    ${status}::integer, ${error}::text, ${latencyMs}, jetpay_now() from ended`

/** Gives the turn back untried: this worker is stopping. */
export const giveTurnBack = (db: Db, turn: Turn) =>
  db.run(sql`
    update webhooks set lease_id = null, leased_until = jetpay_now()
    where company_id = ${turn.company_id} and webhook_id = ${turn.webhook_id} and lease_id = ${turn.lease_id}`)
