/** The scenario of deliveries that come late, and all at once. */
import type { Stage } from './stage.ts'
import { approved, returnedLate } from './test-money.ts'

/** For a shop whose step of the checkout waits for what the webhook says. */
const HELD_MAX_MS = 6_000

export async function lateDelivery(stage: Stage): Promise<void> {
  const release = await stage.holdDeliveries()
  // A step that waits for the webhook would wait for ever.
  const timer = setTimeout(() => void release().catch(() => {}), HELD_MAX_MS)
  let placed: Awaited<ReturnType<Stage['placeBoth']>>
  try {
    placed = await stage.placeBoth(stage.chance.oneOf(approved), stage.chance.oneOf(returnedLate))
    if (placed.byCard) await stage.came(placed.byCard, 'paid')
    if (placed.byBank) await stage.came(placed.byBank, 'failed')
  } finally {
    clearTimeout(timer)
    await release()
  }
  await stage.confirmed()
  const { byCard, byBank } = placed
  const what = 'all events of a payment in one late delivery'
  if (byCard) await stage.expectPaidOnce(byCard, what)
  if (byBank) await stage.expectTakenBack(byBank, `${what}, with what took it back`)
}
