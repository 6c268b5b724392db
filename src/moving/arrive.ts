/**
 * The transaction in which a company arrives in the new cell. It is begun while the company charges in the
 * old one and ends once that has let it go: until then nobody here sees a row of it, and where it breaks off
 * there is none.
 */
import type { Due } from '../cells/cell-due.ts'
import { arriveCompany } from '../clearing/depart-company.ts'
import { type Database, type Db, sql } from '../db/sql.ts'
import { moveSums } from '../summaries/move-sums.ts'
import { bringAgain, bringQueue, bringTable } from './bring-rows.ts'
import type { MoveSides, Say } from './cell-side.ts'
import type { Copied } from './copy-ahead.ts'
import type { Changed } from './copy-rows.ts'
import { withoutTriggers, withTriggers } from './door.ts'
import { bringPeople, type People } from './people.ts'
import { type Between, comesLast } from './retold.ts'

export type Arrival = Between & { companyId: string; moveId: string }

/** What is known of it once nothing of it changes any more. */
export type AtLast = {
  people: People
  /** How far the old cell had summed its moves. */
  summedBefore: string
}

/**
 * Between two statements of it others copy; a command whose host is gone leaves it for no longer than this.
 */
const IDLE_MS = 300_000
/** What has changed is copied so often at least, or as soon as a table is brought: it is kept in memory. */
const COPIED_MS = 5_000
/** Whoever sums moves, or who writes a user or an alarm: longer than a statement of theirs may take. */
const LOCK_MS = 15_000

export const hasArrived = async (db: Db, companyId: string, moveId: string): Promise<boolean> =>
  (await db.first(sql`select from arrivals where company_id = ${companyId} and move_id = ${moveId}`)) !==
  undefined

/** `db`: the transaction, by who may write without triggers; `main`: the cell as its roles reach it. */
export async function openArrival(
  db: Db,
  { to: { main, seal }, from }: Pick<MoveSides, 'from' | 'to'>,
  { tables, shared }: Copied,
  arrival: Arrival,
) {
  await db.run(sql`
    select set_config('idle_in_transaction_session_timeout', ${String(IDLE_MS)}, true), set_config('lock_timeout', ${String(LOCK_MS)}, true)`)
  await withoutTriggers(db)
  await tellWhoSum(db, main)
  const ahead = tables.filter((table) => !comesLast(table))
  const brought = new Set<string>()
  return {
    /** All but what comes last. `between` two tables, at times, what has changed meanwhile is copied. */
    async bringAhead(say: Say, between: () => Promise<unknown>): Promise<void> {
      let since = performance.now()
      for (const table of ahead) {
        await bringTable(db, table, arrival, (rows) => say(`brought: ${table.name}, ${rows} rows`))
        brought.add(table.name)
        if (performance.now() - since < COPIED_MS) continue
        await between()
        since = performance.now()
      }
    },
    async bringChanges(changed: Changed): Promise<void> {
      for (const table of ahead)
        if (brought.has(table.name)) await bringAgain(db, table, changed.get(table.name) ?? [], arrival)
    },
    /** Whoever sums moves waits, and then sees what came: how far the sums go is the same as before. */
    async haveSumsWait(): Promise<void> {
      await db.run(sql`savepoint sums`)
      await db.run(sql`lock table summed_until in exclusive mode`)
    },
    /** They do until the end; or they go on. */
    async sumsWait(still: boolean): Promise<void> {
      if (!still) await db.run(sql`rollback to savepoint sums`)
      await db.run(sql`release savepoint sums`)
    },
    /** The rest of it, once it has changed for the last time. */
    async bringLast({ people, summedBefore }: AtLast): Promise<void> {
      await bringPeople(db, people, { from: from.seal, to: seal })
      for (const table of [...shared, ...tables.filter(comesLast)]) await bringQueue(db, table, arrival)
      await moveSums(db, arrival.companyId, summedBefore)
      await withTriggers(db)
    },
    /** It is here, with the end of the transaction. */
    async arrive(dues: readonly Due[]): Promise<void> {
      const { companyId, moveId, fromCell, toCell } = arrival
      await arriveCompany(db, { companyId, own: toCell, from: fromCell, dues })
      await db.run(sql`
        insert into arrivals (company_id, move_id, from_cell) values (${companyId}, ${moveId}, ${fromCell})`)
    },
  }
}

export type OpenArrival = Awaited<ReturnType<typeof openArrival>>

/** Whoever sums what is over does not wait for the end of this transaction (`oldest_writer`). */
async function tellWhoSum(db: Db, main: Database): Promise<void> {
  const { transaction } = await db.one<{ transaction: string }>(
    sql`select pg_current_xact_id()::text as transaction`,
  )
  await main.run(sql`delete from arriving_transactions`)
  await main.run(sql`insert into arriving_transactions (transaction) values (${transaction}::xid8)`)
}
