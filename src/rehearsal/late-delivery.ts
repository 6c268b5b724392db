/** The scenario of deliveries that come late, and all at once. */
import type { Stage } from './stage.ts'
import { approved, returnedLate } from './test-money.ts'

/** For a shop whose step of the checkout waits for what the webhook says. */
const HELD_MAX_MS = 6_000

/** Nothing is delivered meanwhile; what has happened comes afterwards, all at once. */
export async function whileHeld<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
  const release = await stage.holdDeliveries()
  // A step that waits for the webhook would wait for ever.
  const timer = setTimeout(() => void release().catch(() => {}), HELD_MAX_MS)
  try {
    return await work()
  } finally {
    clearTimeout(timer)
    await release()
  }
}

export async function lateDelivery(stage: Stage): Promise<void> {
  const { byCard, byBank } = await whileHeld(stage, async () => {
    const placed = await stage.placeBoth(stage.chance.oneOf(approved), stage.chance.oneOf(returnedLate))
    if (placed.byCard) await stage.came(placed.byCard, 'paid')
    if (placed.byBank) await stage.came(placed.byBank, 'failed')
    return placed
  })
  await stage.confirmed()
  const what = 'all events of a payment in one late delivery'
  if (byCard) await stage.expectPaidOnce(byCard, what)
  if (byBank) await stage.expectTakenBack(byBank, `${what}, with what took it back`)
}
