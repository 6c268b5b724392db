import type { DueWebhook } from './webhook-turns.ts'

/**
 * Quick deliveries under way at a time in one worker: they keep both cores busy, and more would only wait for
 * each other.
 */
const QUICK_AT_ONCE = 64
/**
 * A delivery that takes longer than this waits for its receiver and costs nothing but a socket: it leaves its
 * slot to the next, so that hundreds of receivers that hang hold up no other.
 */
const QUICK_MS = 500
/** All deliveries under way in one worker: a socket and a body of some 50 KB each, so 50 MB at most. */
const AT_ONCE = 1_024
/**
 * How many of them may go to webhooks that failed last time, so that dead ones cannot take all slots for 15 s
 * each.
 */
const RETRYING_AT_ONCE = 256
/** Webhooks that one look finds: what the slots can take until the next one. */
export const FOUND_AT_ONCE = 256

/** A slot that is taken; `since` is when its present delivery began (by `performance.now()`). */
export type Slot = { retrying: boolean; since: number; done: Promise<void> }

/** Runs `deliver` for the webhooks that are found, each webhook once at a time, as far as there are slots. */
export function deliverySlots(deliver: (webhook: DueWebhook, slot: Slot) => Promise<void>) {
  const taken = new Map<string, Slot>()
  let waiting: DueWebhook[] = []

  const count = (holds: (slot: Slot) => boolean) => {
    let found = 0
    for (const slot of taken.values()) if (holds(slot)) found += 1
    return found
  }
  const isQuick = ({ retrying, since }: Slot) => !retrying && performance.now() - since < QUICK_MS

  const start = (webhook: DueWebhook) => {
    const { webhook_id: webhookId, retrying } = webhook
    const slot: Slot = { retrying, since: performance.now(), done: Promise.resolve() }
    taken.set(webhookId, slot)
    slot.done = deliver(webhook, slot).finally(() => {
      taken.delete(webhookId)
      fillUp()
    })
  }
  const fillUp = () => {
    if (waiting.length === 0) return
    let quick = QUICK_AT_ONCE - count(isQuick)
    let retrying = RETRYING_AT_ONCE - count((slot) => slot.retrying)
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
    /** What is due now, in place of what was; the rest starts as slots become free. */
    fill(due: DueWebhook[]) {
      waiting = due
      fillUp()
    },
    async emptied() {
      while (taken.size > 0) await Promise.all([...taken.values()].map(({ done }) => done))
    },
  }
}
