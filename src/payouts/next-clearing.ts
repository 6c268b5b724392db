import { Instant } from '../db/instant.ts'
import { type Db, sql } from '../db/sql.ts'
import type { Clock } from '../ground/clock.ts'
import type { Config } from '../ground/config.ts'

const DAY_MS = 86_400_000

/**
 * When the day of the demo's card network ends that is called so: at midnight UTC, and its file comes then.
 */
export const networkDayBegins = (day: string): Date => new Instant(Date.parse(`${day}T00:00:00.000Z`), 0)

/** When the network's next file is expected, and the day that it is of. */
type NextClearing = { at: Date; businessDate: string }

/**
 * The one answer to when the card network clears next. The demo's ends its day at midnight UTC, also where it
 * was told to clear before; of a real one it is known that it sends a file a day, so a day after its last
 * one: null before the first.
 */
export async function nextClearing(
  db: Db,
  { clock, config }: { clock: Clock; config: Pick<Config, 'environment'> },
): Promise<NextClearing | null> {
  if (config.environment === 'demo') {
    const midnight = Math.floor(clock.now().getTime() / DAY_MS) * DAY_MS + DAY_MS
    return { at: new Instant(midnight, 0), businessDate: dayOf(midnight - 1) }
  }
  const last = await db.first<{ cutoff_at: Date; next_date: string }>(sql`
    select cutoff_at, (business_date + 1)::text as next_date from clearing_files order by cutoff_at desc limit 1`)
  return last ? { at: new Instant(last.cutoff_at.getTime() + DAY_MS, 0), businessDate: last.next_date } : null
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)
