import { outlast } from '../db/outlast.ts'
import { systemClock } from '../ground/clock.ts'
import { newId } from '../ground/ids.ts'
import type { Pace } from '../process/background-pace.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import { EVENTS_OF_EXCERPT } from './delivery.ts'
import { deliverySlots, FOUND_AT_ONCE, type Slot } from './delivery-slots.ts'
import { signedDelivery } from './dispatch.ts'
import { lookForEvents, passOver } from './look-for-events.ts'
import { DELIVERY_TIMEOUT_MS, openPoster, type PostDelivery } from './post-delivery.ts'
import { addressRule } from './public-address.ts'
import { traceDelivery } from './trace-delivery.ts'
import { type HeldLease, keepLeases } from './webhook-leases.ts'
import { recordDelivery } from './webhook-records.ts'
import {
  type DueWebhook,
  findDueWebhooks,
  giveTurnBack,
  LEASE_SECONDS,
  type Turn,
  takeTurn,
  webhooksDue,
} from './webhook-turns.ts'

/** Batches that one webhook gets in a row while others may be waiting for a slot. */
const BATCHES_IN_A_ROW = 20
/**
 * Events that are older than this are a backlog, and may wait for requests that are being made. Fresh ones
 * never do.
 */
const FRESH_MS = 60_000
/** How long a stopping worker waits for receivers before it hangs up; the next worker delivers again. */
const STOP_GRACE_MS = 2_000
/** How long a result waits for a database that is away. After that the events are delivered again. */
const RECORD_WITHIN_MS = LEASE_SECONDS * 1_000

/** What a delivery runs with. */
type Deliverer = {
  context: Context
  post: PostDelivery
  leases: ReturnType<typeof keepLeases>
  hangUp: AbortSignal
  pace: Pace | undefined
}

/**
 * Delivers events to webhooks. Finding is the job; the deliveries run beside it, each webhook by itself, so
 * that a slow one holds up no other. `stop` ends them, after the job has been stopped.
 */
export function webhookDelivery(
  context: Context,
  idleMs: number,
  { timeoutMs = DELIVERY_TIMEOUT_MS, pace }: { timeoutMs?: number; pace?: Pace } = {},
) {
  const { db, log } = context
  const poster = openPoster(addressRule(context.config), systemClock, timeoutMs)
  const stopping = new AbortController()
  const hangUp = new AbortController()
  const leases = keepLeases(context)
  const deliverer: Deliverer = { context, post: poster.post, leases, hangUp: hangUp.signal, pace }

  const slots = deliverySlots((webhook, slot) =>
    deliverWhileDue(deliverer, webhook, slot, stopping.signal).catch((error) =>
      // Its lease runs out by itself, and then it is due again.
      log.error({ webhookId: webhook.webhook_id, err: error }, 'delivering stopped; it will be tried again'),
    ),
  )
  const job: Job = {
    name: 'deliver-webhooks',
    idleMs,
    due: webhooksDue,
    async run() {
      slots.fill(await findDueWebhooks(db, FOUND_AT_ONCE))
      return false
    },
  }
  return {
    job,
    async stop() {
      stopping.abort()
      slots.fill([])
      const timer = setTimeout(() => hangUp.abort(), STOP_GRACE_MS)
      await slots.emptied()
      clearTimeout(timer)
      leases.stop()
      await poster.close()
    },
  }
}

/** Batch after batch as long as one is due and the last was confirmed. */
async function deliverWhileDue(
  deliverer: Deliverer,
  webhook: DueWebhook,
  slot: Slot,
  stopping: AbortSignal,
): Promise<void> {
  const { context, leases } = deliverer
  let next: Continued | null = null
  for (let batches = 1; batches <= BATCHES_IN_A_ROW && !(stopping.aborted && next === null); batches++) {
    const askedAt: number = next?.askedAt ?? performance.now()
    const turn: Turn | undefined = next?.turn ?? (await takeTurn(context.db, webhook, newId()))
    if (!turn) return
    slot.since = askedAt
    const lease = leases.hold(turn, askedAt)
    const goOn = () => batches < BATCHES_IN_A_ROW && !stopping.aborted
    try {
      const delivered = await deliver(deliverer, turn, lease, goOn)
      if (!delivered) return
      next = delivered.next
    } finally {
      lease.release()
    }
  }
}

/** A turn that follows at once, its lease asked for at `askedAt`. */
type Continued = { turn: Turn; askedAt: number }

/**
 * One delivery and its record. Null unless the receiver confirmed it and the batch was full: then more may be
 * waiting, and `next` is its turn where a full batch does. Events that trickle in are left to the next round,
 * which takes them together.
 */
async function deliver(
  { context, post, hangUp, pace }: Deliverer,
  turn: Turn,
  lease: HeldLease,
  goOn: () => boolean,
): Promise<{ next: Continued | null } | null> {
  const { db, log, metrics } = context
  const again = turn.redeliver_from !== null
  const { events, passed } = await lookForEvents(db, turn)
  const [first] = events
  if (passed || !first) {
    if (passed) await passOver(db, turn, passed)
    return passed?.more ? { next: null } : null
  }
  const isOld = context.clock.now().getTime() - Date.parse(first.created_at) > FRESH_MS
  const done = isOld ? await pace?.wait() : undefined
  const begunAt = performance.now()
  const delivery = await signedDelivery(context, turn, events, again)
  if (lease.lost.aborted) return null
  const span = await traceDelivery(context, turn, events)
  if (span) delivery.headers.traceparent = span.traceparent
  const result = await post(delivery, AbortSignal.any([hangUp, lease.lost]))
  span?.end({ 'http.response.status_code': result.status ?? 0 }, result.error !== null)
  // Hung up by us, so it says nothing of the receiver. A lost lease has run out by itself.
  if (result.status === null && lease.lost.aborted) return null
  if (result.status === null && hangUp.aborted) {
    await giveTurnBack(db, turn)
    return null
  }
  const batch = {
    deliveryId: newId(),
    firstEventId: first.event_id,
    lastEventId: events.at(-1)!.event_id,
    size: events.length,
    excerptEventIds: turn.event_types && events.slice(0, EVENTS_OF_EXCERPT).map(({ event_id }) => event_id),
  }
  const askedAt = performance.now()
  // What a receiver has confirmed should not be sent to it again because the database restarts.
  const after = await outlast(() => recordDelivery(context, turn, batch, result, goOn()), {
    withinMs: RECORD_WITHIN_MS,
  })
  done?.(performance.now() - begunAt - result.latencyMs)
  if (result.error === null) {
    metrics.deliveries.inc({ outcome: 'delivered' })
    if (after?.next) return { next: { turn: after.next, askedAt } }
    return again || events.length === turn.max_batch_size || turn.batch_limit !== null ? { next: null } : null
  }
  metrics.deliveries.inc({ outcome: after?.state === 'failed' ? 'gave_up' : 'failed' })
  const { company_id: companyId, webhook_id: webhookId } = turn
  const { responseExcerpt: _, ...logged } = result
  log.info({ companyId, webhookId, ...logged, state: after?.state }, 'a webhook was not delivered')
  return null
}
