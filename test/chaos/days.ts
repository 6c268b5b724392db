import type { Database } from '../../src/db/sql.ts'
import { settle, type Unsettled } from './settle.ts'
import { askUntilAnswered, type World } from './world.ts'

/**
 * The days that pass when all is final: each of the first has a try of a scheduled card and the date of a
 * daily schedule; then a hold that nobody captured ends (7 days), a dispute that nobody answered (20), and a
 * link that nobody used (90).
 */
const steps = ['1d', '1d', '1d', '3d', '15d', '77d'] as const
/**
 * What falls due in a step is done this long after it: nothing is in its way any more, but for what else the
 * machine does.
 */
export const STEP_MS = 60_000
/** Paused schedules are resumed after so many steps. */
export const RESUMED_AFTER = 2

/**
 * Moves the demo's clock step by step; what falls due in each has to be done before the next; `begin` sets
 * each one's deadline. Null when nothing is left in the end, otherwise what was.
 */
export async function passDays(
  world: World,
  db: Database,
  begin: (boundMs: number) => void,
  tend: (step: number) => Promise<void>,
): Promise<Unsettled | null> {
  for (const [at, advance] of steps.entries()) {
    begin(STEP_MS)
    const answer = await askUntilAnswered(world, 'POST', '/sandbox/clock', { advance })
    if (answer?.status !== 200) return { [`the clock was not moved: ${answer?.text}`]: 1 }
    const left = await settle(world, db, () => tend(at + 1), at === steps.length - 1 ? 'over' : 'to come')
    if (left) return { ...left, [`after ${advance}, step`]: at + 1 }
  }
  return null
}
