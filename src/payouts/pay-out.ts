import { sql } from '../db/sql.ts'
import type { Job } from '../process/poll.ts'
import { makePayouts } from './make-payouts.ts'

/** Pays out what clearing has made ours to pass on. */
export const payOut: Job = {
  name: 'make-payouts',
  idleMs: 500,
  due: sql`select from payout_items where payout_id is null`,
  run: async ({ db, config }) => (await makePayouts(db, config.bank)) > 0,
}
