import { type Database, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'

/** More than a day of a hundred card pages a second. */
const TRACES = 10_000_000
const CYCLE = 100_000_000

/**
 * After a restore: moves the vault's own references on, so that none of the lost time is given out again.
 * `followed` is how far the restored main database has followed the vault's log; a vault that was restored to
 * an earlier moment would give the same numbers to other cards, which would never be told. Throws an
 * OperatorError then.
 */
export const moveOnAfterRestore = (db: Database, followed: bigint): Promise<void> =>
  db.transaction(async (db) => {
    const { last_log_id } = await db.one<{ last_log_id: bigint }>(sql`select last_log_id from card_log_head`)
    if (last_log_id < followed)
      throw new OperatorError(
        `The vault’s database was restored to an earlier moment than the main one (card log ${last_log_id}, followed to ${followed}): restore the vault to the same moment, or a later one. Nothing was changed.`,
        'wrong_state',
      )
    await db.run(sql`
      select setval('network_traces', (nextval('network_traces') + ${TRACES}) % ${CYCLE})`)
  })
