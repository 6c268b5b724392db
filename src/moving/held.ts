import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '../db/sql.ts'
import { holdCompany, type Move, routersWithout } from '../directory/company-moves.ts'

/** Longer than any clients wait; a command that dies lets its requests go on after it. */
const HELD_MS = 20_000
const RENEWED_MS = 5_000
/** A router that says nothing for so long is not waited for: the door of the cell tells its requests 503. */
const ROUTERS_MS = 2_500
const LOOK_MS = 10

/**
 * Has the requests of a company wait in the routers, for as long as it is wanted, and tells how long it was.
 */
export function openHeld(directory: Database, move: Move) {
  let since: number | undefined
  let waited: number | null = null
  let renewing: NodeJS.Timeout | undefined

  const over = () => {
    clearInterval(renewing)
    if (since !== undefined) waited = performance.now() - since
    since = undefined
  }
  return {
    /** They wait; resolves once no router has a request that writes in the cell, or after some seconds. */
    async hold(): Promise<void> {
      if (since === undefined) {
        since = performance.now()
        renewing = setInterval(
          () => void holdCompany(directory, move, HELD_MS).catch(() => undefined),
          RENEWED_MS,
        )
      }
      await holdCompany(directory, move, HELD_MS)
      const until = performance.now() + ROUTERS_MS
      while (performance.now() < until && (await routersWithout(directory, move, 'holds')) > 0)
        await delay(LOOK_MS)
    },
    /** They go on, where they went before. */
    async release(): Promise<void> {
      if (since === undefined) return
      over()
      await holdCompany(directory, move, 0)
    },
    /** They have been let go on. */
    over,
    waitedMs: (): number | null => waited,
  }
}

export type Held = ReturnType<typeof openHeld>
