import type { Job } from '../process/poll.ts'
import { loseUnanswered } from './move-dispute.ts'

/**
 * Ends disputes that nobody answered in time: a deadline is a day's matter, whoever moves the demo's clock
 * waits for this.
 */
export const loseDisputes: Job = {
  name: 'lose-disputes',
  idleMs: 1_000,
  run: ({ db }) => loseUnanswered(db),
}
