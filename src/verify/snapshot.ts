import { type Database, type Db, raw, sql } from '../db/sql.ts'

/**
 * A check that reads a large database whole may take this long, on a pool that waits for it (`openDatabase`'s
 * `answerMs`).
 */
export const CHECK_MS = 300_000

/**
 * Our connections are set for look-ups by key; checks read whole tables, for which scans and hash joins are
 * right.
 */
const readsWholeTables = sql`
  select set_config(name, value, true) from (values
    ('enable_seqscan', 'on'), ('enable_hashjoin', 'on'), ('enable_mergejoin', 'on'), ('max_parallel_workers_per_gather', '2'),
    ('plan_cache_mode', 'force_custom_plan'), ('statement_timeout', '${raw(String(CHECK_MS))}'),
    ('idle_in_transaction_session_timeout', '600s')) as settings (name, value)`

/** Work on the snapshot. What it needs to make for itself first, it makes before it may only read. */
export type Piece = { prepare?(db: Db): Promise<unknown>; work(db: Db): Promise<void> }

/**
 * Runs pieces of work side by side, each in a transaction of its own, all on the snapshot of the first, and
 * read-only but for what they prepare. Needs as many connections as there are pieces.
 */
export const onOneSnapshot = (db: Database, [first, ...others]: [Piece, ...Piece[]]): Promise<void> =>
  db.transaction(async (leader) => {
    await leader.run(sql`set transaction isolation level repeatable read`)
    const { snapshot } = await leader.one<{ snapshot: string }>(sql`select pg_export_snapshot() as snapshot`)
    const run = async (db: Db, { prepare, work }: Piece) => {
      await db.run(readsWholeTables)
      await prepare?.(db)
      await db.run(sql`set transaction read only`)
      await work(db)
    }
    const follow = (piece: Piece) =>
      db.transaction(async (db) => {
        await db.run(sql`set transaction isolation level repeatable read`)
        await db.run(sql`set transaction snapshot ${raw(`'${snapshot}'`)}`)
        await run(db, piece)
      })
    // The snapshot lives as long as the first transaction, so that one waits for the others.
    const ended = await Promise.allSettled([run(leader, first), ...others.map(follow)])
    for (const end of ended) if (end.status === 'rejected') throw end.reason
  })
