import type { Job } from '../process/poll.ts'
import { makePayouts } from './make-payouts.ts'

/** Pays out what clearing has made ours to pass on. */
export const payOut: Job = {
  name: 'make-payouts',
  idleMs: 500,
  run: async ({ db, config }) => (await makePayouts(db, config.bank)) > 0,
}
