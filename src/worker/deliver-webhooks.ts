import type { Context } from '../context.ts'
import { newId } from '../ids.ts'
import { signedDelivery } from '../webhooks/dispatch.ts'
import { DELIVERY_TIMEOUT_MS, openPoster, type PostDelivery } from '../webhooks/post-delivery.ts'
import type { Job } from './poll.ts'
import {
  type DueWebhook,
  findDueWebhooks,
  giveTurnBack,
  LEASE_SECONDS,
  readBatch,
  recordFailure,
  recordSuccess,
  type Turn,
  takeTurn,
} from './webhook-turns.ts'

/** Deliveries under way at a time in one worker. */
const AT_ONCE = 64
/** How many of them may go to webhooks that failed last time, so that dead ones cannot take all places for 15 s each. */
const RETRYING_AT_ONCE = 16
/** Batches that one webhook gets in a row while others may be waiting for a place. */
const BATCHES_IN_A_ROW = 20
/** How long a stopping worker waits for receivers before it hangs up; the next worker delivers again. */
const STOP_GRACE_MS = 2_000

/**
 * Delivers events to webhooks. Finding is the job; the deliveries run beside it, each webhook by itself, so that a slow
 * one holds up no other. `stop` ends them, after the job has been stopped.
 */
export function webhookDelivery(context: Context, idleMs: number, timeoutMs = DELIVERY_TIMEOUT_MS) {
  const { db, log } = context
  const poster = openPoster(context.config.environment, timeoutMs)
  const stopping = new AbortController()
  const hangUp = new AbortController()
  const underWay = new Map<string, { retrying: boolean; done: Promise<void> }>()

  const start = (webhook: DueWebhook) => {
    const { webhook_id: webhookId, retrying } = webhook
    const done = deliverWhileDue(context, poster.post, webhook, stopping.signal, hangUp.signal)
      // Its lease runs out by itself, and then it is due again.
      .catch((error) => log.error({ webhookId, err: error }, 'delivering stopped; it will be tried again'))
      .finally(() => underWay.delete(webhookId))
    underWay.set(webhookId, { retrying, done })
  }
  const hasPlace = ({ webhook_id, retrying }: DueWebhook) => {
    if (underWay.size >= AT_ONCE || underWay.has(webhook_id)) return false
    return !retrying || [...underWay.values()].filter((one) => one.retrying).length < RETRYING_AT_ONCE
  }

  const job: Job = {
    name: 'deliver-webhooks',
    idleMs,
    async run() {
      if (underWay.size < AT_ONCE) {
        const due = await findDueWebhooks(db, AT_ONCE)
        for (const webhook of due) if (hasPlace(webhook)) start(webhook)
      }
      return false
    },
  }
  return {
    job,
    async stop() {
      stopping.abort()
      const timer = setTimeout(() => hangUp.abort(), STOP_GRACE_MS)
      await Promise.all([...underWay.values()].map((one) => one.done))
      clearTimeout(timer)
      await poster.close()
    },
  }
}

/** Batch after batch as long as one is due and the last was confirmed. */
async function deliverWhileDue(
  context: Context,
  post: PostDelivery,
  webhook: DueWebhook,
  stopping: AbortSignal,
  hangUp: AbortSignal,
): Promise<void> {
  for (let batches = 0; batches < BATCHES_IN_A_ROW && !stopping.aborted; batches++) {
    const takenAt = performance.now()
    const turn = await takeTurn(context.db, webhook, newId())
    if (!turn || !(await deliver(context, post, turn, takenAt, hangUp))) return
  }
}

/**
 * One delivery and its record. True when the receiver confirmed it and the batch was full: then more may be waiting. Events
 * that trickle in are left to the next round, which takes them together.
 */
async function deliver(
  context: Context,
  post: PostDelivery,
  turn: Turn,
  takenAt: number,
  hangUp: AbortSignal,
): Promise<boolean> {
  const { db, log, metrics } = context
  const events = await readBatch(db, turn)
  const delivery = await signedDelivery(context, turn, events)
  // A process that stood still meanwhile must not deliver on a lease that may end before the receiver answers.
  if (performance.now() - takenAt > (LEASE_SECONDS * 1000) / 2) return false
  const result = await post(delivery, hangUp)
  if (result.status === null && hangUp.aborted) {
    await giveTurnBack(db, turn)
    return false
  }
  const deliveryId = newId()
  const batch = { deliveryId, firstEventId: events[0]!.event_id, lastEventId: events.at(-1)!.event_id }
  if (result.error === null) {
    await recordSuccess(db, turn, batch, result)
    metrics.deliveries.inc({ outcome: 'delivered' })
    return events.length === turn.max_batch_size
  }
  const after = await recordFailure(db, turn, batch, result)
  metrics.deliveries.inc({ outcome: after?.state === 'failed' ? 'gave_up' : 'failed' })
  const { company_id: companyId, webhook_id: webhookId } = turn
  log.info({ companyId, webhookId, ...result, state: after?.state }, 'a webhook was not delivered')
  return false
}
