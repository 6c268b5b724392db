import { sql } from '../db/sql.ts'
import type { Job } from '../process/poll.ts'

/** Longer than events of a new transaction usually take to be delivered. */
const KEPT_HOURS = 24
const SWEPT_AT_ONCE = 1_000
const SWEEP_EVERY_MS = 600_000

/** Forgets in which traces transactions were asked for (events/transaction-traces.ts). */
export const sweepTraces: Job = {
  name: 'sweep-traces',
  idleMs: SWEEP_EVERY_MS,
  async run({ db }) {
    const swept = await db.run(sql`
      delete from transaction_traces where (company_id, transaction_id) in (
        select company_id, transaction_id from transaction_traces
        where created_at < jetpay_now() - make_interval(hours => ${KEPT_HOURS}) order by created_at limit ${SWEPT_AT_ONCE})`)
    return swept === SWEPT_AT_ONCE
  },
}
