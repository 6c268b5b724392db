import { type Db, sql } from '../db/sql.ts'

/**
 * A row is put into a block this long after it was made: its id was made before it by a process whose clock
 * may be another one, and of nearly every charge the outcome is there.
 */
const SETTLED_SECONDS = 60

type Seen = { before: Date; transaction: bigint }

/**
 * Tells, each time it is asked, of which time all that was then under way has ended by now: whoever reads
 * rows from before it reads them as they were committed, however long a transaction took. Undefined the first
 * time.
 */
export function openHorizon(): (db: Db) => Promise<Date | undefined> {
  let waited: Seen | undefined
  let before: Date | undefined
  return async (db) => {
    const now = await db.one<Seen & { oldest: bigint }>(sql`
      select jetpay_now() - make_interval(secs => ${SETTLED_SECONDS}) as before,
        pg_current_xact_id()::text::bigint as transaction,
        oldest_writer()::text::bigint as oldest`)
    if (waited && now.oldest > waited.transaction) {
      before = waited.before
      waited = undefined
    }
    waited ??= now
    return before
  }
}
