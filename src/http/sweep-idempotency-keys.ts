import type { Job } from '../process/poll.ts'
import { deleteOldKeys } from './idempotency-key.ts'

/** The contract keeps answers for at least 24 hours; twice that forgives a client's clock. */
const KEPT_HOURS = 48
const BATCH = 1_000

/** Deletes old answers. A key whose request has not ended (a reversal that is still repeated) stays. */
export const sweepIdempotencyKeys: Job = {
  name: 'sweep-idempotency-keys',
  mayWait: true,
  idleMs: 60_000,
  run: async ({ db }) => (await deleteOldKeys(db, KEPT_HOURS, BATCH)) === BATCH,
}
