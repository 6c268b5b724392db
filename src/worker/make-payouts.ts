import { makePayouts } from '../payouts/make-payouts.ts'
import type { Job } from './poll.ts'

/** Pays out what clearing has made ours to pass on. */
export const payOut: Job = {
  name: 'make-payouts',
  idleMs: 500,
  run: async ({ db, config }) => (await makePayouts(db, config.bank)) > 0,
}
