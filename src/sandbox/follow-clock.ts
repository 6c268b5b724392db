import { sql } from '../db/sql.ts'
import type { Job } from '../process/poll.ts'
import { moveClock } from './move-clock.ts'

/** The demo's clock: whoever moves it waits for this. */
export const followClock: Job = {
  name: 'move-clock',
  idleMs: 100,
  due: sql`select from clock where ahead_ms < target_ms`,
  run: moveClock,
}
