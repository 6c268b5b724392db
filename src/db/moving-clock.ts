import type { Clock } from '../ground/clock.ts'
import type { Config } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { type Db, sql } from './sql.ts'

/** How soon a process follows its database's clock. */
export const LOOK_MS = 200

/**
 * The time as the process's database has it: the demo's clock can be moved forward (`jetpay clock advance`).
 * Stopwatches (`performance.now()`, timers) are not clocks and run on.
 */
export type MovingClock = Clock & {
  /**
   * Reads now how far the clock was moved. Throws an OperatorError where a live installation would run on
   * moved time.
   */
  look(): Promise<void>
  close(): void
}

/** Opens the clock of a process; it follows by itself in the demo. Live there is nothing to follow. */
export function openClock(db: Db, { environment }: Pick<Config, 'environment'>): MovingClock {
  let aheadMs = 0
  let closed = false
  let timer: NodeJS.Timeout | undefined

  async function look(): Promise<void> {
    const { ahead_ms } = await db.one<{ ahead_ms: bigint }>(sql`select ahead_ms from clock`)
    if (environment === 'live' && ahead_ms > 0n)
      throw new OperatorError(
        'The clock of this database was moved in the demo; a live installation needs a database of its own.',
      )
    // Never back, also where answers overtake each other.
    aheadMs = Math.max(aheadMs, Number(ahead_ms))
  }
  const follow = () => {
    if (closed) return
    timer = setTimeout(() => {
      // A database that is away cannot move its clock; the last that it said stands.
      look()
        .catch(() => undefined)
        .finally(follow)
    }, LOOK_MS)
    timer.unref()
  }
  if (environment === 'demo') follow()

  return {
    now: () => new Date(Date.now() + aheadMs),
    look,
    close() {
      closed = true
      clearTimeout(timer)
    },
  }
}
