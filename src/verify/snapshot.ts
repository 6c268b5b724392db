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
    ('enable_seqscan', 'on'), ('enable_hashjoin', 'on'), ('enable_mergejoin', 'on'),
    ('plan_cache_mode', 'force_custom_plan'), ('statement_timeout', '${raw(String(CHECK_MS))}'),
    ('idle_in_transaction_session_timeout', '600s')) as settings (name, value)`

/**
 * Runs pieces of work side by side, each in a transaction of its own, all on the snapshot of the first,
 * read-only. `prepare` runs in the first before that. Needs as many connections as there are pieces.
 */
export const onOneSnapshot = (
  db: Database,
  prepare: (db: Db) => Promise<unknown>,
  [first, ...others]: [(db: Db) => Promise<void>, ...((db: Db) => Promise<void>)[]],
): Promise<void> =>
  db.transaction(async (leader) => {
    await leader.run(sql`set transaction isolation level repeatable read`)
    await prepare(leader)
    await leader.run(sql`set transaction read only`)
    await leader.run(readsWholeTables)
    const { snapshot } = await leader.one<{ snapshot: string }>(sql`select pg_export_snapshot() as snapshot`)
    const follow = (work: (db: Db) => Promise<void>) =>
      db.transaction(async (db) => {
        await db.run(sql`set transaction isolation level repeatable read, read only`)
        await db.run(sql`set transaction snapshot ${raw(`'${snapshot}'`)}`)
        await db.run(readsWholeTables)
        await work(db)
      })
    // The snapshot lives as long as the first transaction, so that one waits for the others.
    const ended = await Promise.allSettled([first(leader), ...others.map(follow)])
    for (const end of ended) if (end.status === 'rejected') throw end.reason
  })
