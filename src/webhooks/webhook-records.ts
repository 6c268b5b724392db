import { sql } from '../db/sql.ts'
import type { Context } from '../process/context.ts'
import { FIRST_FAILURE_EVERY_SECONDS, tellOfFailure } from './alert.ts'
import { mayBeTheEvents } from './delivery-error.ts'
import { same } from './look-for-events.ts'
import type { DeliveryResult } from './post-delivery.ts'
import { GIVE_UP_AFTER_SECONDS, retryDelaySeconds } from './retry-schedule.ts'
import { type Batch, type EndedTurn, endTurn, type Turn } from './webhook-turns.ts'

/**
 * Records how a turn's delivery went and ends the turn; with `goOn` the next begins where a full batch waits.
 */
export function recordDelivery(
  context: Context,
  turn: Turn,
  batch: Batch,
  result: DeliveryResult,
  goOn: boolean,
): Promise<EndedTurn | undefined> {
  const { db } = context
  if (turn.redeliver_from !== null)
    return endTurn(db, turn, batch, result, redelivered(turn, batch, result), false)
  if (result.error === null) return endTurn(db, turn, batch, result, confirmed(turn, batch), goOn)
  return recordFailure(context, turn, batch, result)
}

/**
 * The cursor moves over a confirmed batch; one that was set meanwhile (replay) stays as set, and so it does
 * where the webhook hears other types by now: some may be among what was passed over. Batches that
 * were made smaller double until they are whole again.
 */
const confirmed = (turn: Turn, batch: Batch) => sql`
  last_sent_event_id = case when ${same(turn)} then ${batch.lastEventId}::bigint else last_sent_event_id end,
  full_from_event_id = null,
  state = 'active', failures = 0, failing_since = null, next_attempt_at = null, alerted = null,
  batch_limit = case when batch_limit * 2 < max_batch_size then batch_limit * 2 end`

/**
 * Goes on behind a confirmed batch. A failure ends it: what was asked for by hand is asked for again by hand.
 */
const redelivered = (turn: Turn, batch: Batch, { error }: DeliveryResult) => {
  const over = error !== null || batch.lastEventId >= turn.redeliver_through!
  const same = sql`(redeliver_from = ${turn.redeliver_from} and redeliver_through = ${turn.redeliver_through})`
  return sql`
    redeliver_from = case when ${same} then ${over ? null : batch.lastEventId + 1n}::bigint else redeliver_from end,
    redeliver_through = case when ${same} and ${over}::boolean then null else redeliver_through end`
}

/**
 * The next attempt on the schedule, or `failed`: at the end of the schedule, or when the receiver says that
 * it is gone (410). The last attempt falls on the end of the schedule, not after it. Half as many events go
 * out then, where they may be what the receiver cannot take: so one that it never takes ends up alone, behind
 * all that come before it. Where the cursor was set meanwhile (somebody skipped that event, say) the failure
 * is of old events, and the next attempt comes at once.
 */
function recordFailure({ db, config }: Context, turn: Turn, batch: Batch, result: DeliveryResult) {
  const delay = sql`make_interval(secs => ${retryDelaySeconds(turn.failures + 1, result.retryAfterSeconds)})`
  const giveUpAt = sql`coalesce(failing_since, jetpay_now()) + make_interval(secs => ${GIVE_UP_AFTER_SECONDS})`
  const over = sql`(${result.errorClass === 'gone'}::boolean or ${giveUpAt} <= jetpay_now())`
  const fewer = mayBeTheEvents(result.errorClass!) && batch.size > 1 ? Math.floor(batch.size / 2) : null
  const rested = sql`(last_failed_at is null
    or last_failed_at <= jetpay_now() - make_interval(secs => ${FIRST_FAILURE_EVERY_SECONDS}))`
  const changes = sql`
    failures = failures + 1, failing_since = coalesce(failing_since, jetpay_now()), last_failed_at = jetpay_now(),
    state = case when ${over} then 'failed' else 'backing_off' end,
    next_attempt_at = case when ${over} then null
      when last_sent_event_id <> ${turn.last_sent_event_id} then jetpay_now() else least(jetpay_now() + ${delay}, ${giveUpAt}) end,
    batch_limit = coalesce(${fewer}::integer, batch_limit),
    alerted = case when ${over} then 'failed' when failures = 0 and ${rested} then 'first_failure' else alerted end`
  return db.transaction(async (db) => {
    const ended = await endTurn(db, turn, batch, result, changes, false)
    if (ended?.untold && ended.alerted)
      await tellOfFailure(db, config, turn.company_id, turn.webhook_id, ended.alerted)
    return ended
  })
}
