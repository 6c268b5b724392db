import { loseUnanswered } from '../disputes/move-dispute.ts'
import type { Job } from './poll.ts'

/** Ends disputes that nobody answered in time: a deadline is a day's matter, whoever moves the demo's clock waits for this. */
export const loseDisputes: Job = {
  name: 'lose-disputes',
  idleMs: 1_000,
  run: ({ db }) => loseUnanswered(db),
}
