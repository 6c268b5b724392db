import { sql } from '../db/sql.ts'
import type { Job } from '../process/poll.ts'

/** The contract keeps answers for at least 24 hours; twice that forgives a client's clock. */
const KEPT_HOURS = 48
const BATCH = 1_000

/** Deletes old answers. A key whose request has not ended (a reversal that is still repeated) stays. */
export const sweepIdempotencyKeys: Job = {
  name: 'sweep-idempotency-keys',
  mayWait: true,
  idleMs: 60_000,
  async run({ db }) {
    const deleted = await db.run(sql`
      delete from idempotency_keys where (company_id, key) in (
        select company_id, key from idempotency_keys
        where created_at < jetpay_now() - make_interval(hours => ${KEPT_HOURS}) and status is not null
        order by created_at limit ${BATCH}
      )`)
    return deleted === BATCH
  },
}
