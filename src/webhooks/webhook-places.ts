import type { DueWebhook } from './webhook-turns.ts'

/** Quick deliveries under way at a time in one worker: they keep both cores busy, and more would only wait for each other. */
const QUICK_AT_ONCE = 64
/**
 * A delivery that takes longer than this waits for its receiver and costs nothing but a socket: it leaves its place to the next,
 * so that hundreds of receivers that hang hold up no other.
 */
const QUICK_MS = 500
/** All deliveries under way in one worker: a socket and a body of some 50 KB each, so 50 MB at most. */
const AT_ONCE = 1_024
/** How many of them may go to webhooks that failed last time, so that dead ones cannot take all places for 15 s each. */
const RETRYING_AT_ONCE = 256
/** Webhooks that one look finds: what the places can take until the next one. */
export const FOUND_AT_ONCE = 256

/** A place that is taken; `since` is when its present delivery began (by `performance.now()`). */
export type Place = { retrying: boolean; since: number; done: Promise<void> }

/** Runs `deliver` for the webhooks that are found, each webhook once at a time, as far as there are places. */
export function deliveryPlaces(deliver: (webhook: DueWebhook, place: Place) => Promise<void>) {
  const taken = new Map<string, Place>()
  let waiting: DueWebhook[] = []

  const count = (holds: (place: Place) => boolean) => {
    let found = 0
    for (const place of taken.values()) if (holds(place)) found += 1
    return found
  }
  const isQuick = ({ retrying, since }: Place) => !retrying && performance.now() - since < QUICK_MS

  const start = (webhook: DueWebhook) => {
    const { webhook_id: webhookId, retrying } = webhook
    const place: Place = { retrying, since: performance.now(), done: Promise.resolve() }
    taken.set(webhookId, place)
    place.done = deliver(webhook, place).finally(() => {
      taken.delete(webhookId)
      fillUp()
    })
  }
  const fillUp = () => {
    if (waiting.length === 0) return
    let quick = QUICK_AT_ONCE - count(isQuick)
    let retrying = RETRYING_AT_ONCE - count((place) => place.retrying)
    waiting = waiting.filter((webhook) => {
      if (taken.has(webhook.webhook_id)) return false
      if (taken.size >= AT_ONCE || (webhook.retrying ? retrying : quick) <= 0) return true
      if (webhook.retrying) retrying -= 1
      else quick -= 1
      start(webhook)
      return false
    })
  }
  return {
    /** What is due now, in place of what was; the rest starts as places become free. */
    fill(due: DueWebhook[]) {
      waiting = due
      fillUp()
    },
    async emptied() {
      while (taken.size > 0) await Promise.all([...taken.values()].map(({ done }) => done))
    },
  }
}
