import { moveClock } from '../sandbox/move-clock.ts'
import type { Job } from './poll.ts'

/** The demo's clock: whoever moves it waits for this. */
export const followClock: Job = { name: 'move-clock', idleMs: 100, run: moveClock }
