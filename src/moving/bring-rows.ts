/**
 * Makes rows that wait in the new cell its own, in the transaction of `arrive.ts`: nobody sees them before
 * its end.
 */
import { type Db, empty, join, raw, type Statement, sql } from '../db/sql.ts'
import { isAmong } from './copy-rows.ts'
import { type MovedTable, named } from './moved-tables.ts'
import { type Between, retell } from './retold.ts'
import { waiting } from './staging.ts'

/**
 * Of the table that waits, in one statement: some tenths of a second, in which a dead command goes unnoticed.
 */
const PAGES = 250
/** Keys of one statement. */
const KEYS = 5_000

/** Rows that are here already where the company has been here before, and such as are of no company's. */
const thereMayBe = ['clearing_records', 'clearing_files', 'bank_files']

/** All rows of a table. The same rows wait until it is done. */
export async function bringTable(
  db: Db,
  table: MovedTable,
  between: Between,
  say: (rows: number) => void,
): Promise<void> {
  const { pages } = await db.one<{ pages: number }>(sql`
    select (pg_relation_size(${`arriving."${table.name}"`}::regclass) / current_setting('block_size')::integer)::float8 as pages`)
  let rows = 0
  for (let page = 0; page < pages; page += PAGES) {
    const [from, to] = [`(${page},0)`, `(${page + PAGES},0)`]
    rows += await bring(db, table, between, sql`ctid >= ${from}::tid and ctid < ${to}::tid`)
    say(rows)
  }
}

/** A short queue, in the order of its numbers. */
export const bringQueue = (db: Db, table: MovedTable, between: Between): Promise<number> =>
  bring(db, table, between, sql`true`)

/**
 * Rows with these keys as they wait now, in place of those that this transaction has brought before. All go
 * before one comes, as a name that is unique may have gone from one to another.
 */
export async function bringAgain(
  db: Db,
  table: MovedTable,
  keys: readonly string[][],
  between: Between,
): Promise<void> {
  const parts = Array.from({ length: Math.ceil(keys.length / KEYS) }, (_, at) =>
    keys.slice(at * KEYS, (at + 1) * KEYS),
  )
  for (const some of parts)
    await db.run(sql`
      delete from public.${named(table.name)} as one
      where ${isAmong(table, some, raw('one'), (value, { name }) => retell(table, name, value, between))}
        and xmin = pg_current_xact_id()::xid`)
  for (const some of parts) await bring(db, table, between, isAmong(table, some, raw('one')))
}

/** What the old cell has handed on to where the company was is of another cell's file there. */
const notHandedOn = sql`and outcome is distinct from 'handed_on'`

function bring(db: Db, table: MovedTable, between: Between, which: Statement): Promise<number> {
  const { name, columns, number } = table
  const kept = columns.filter((column) => !column.generated && column.name !== number)
  const told = kept.map((column) => retell(table, column.name, named(column.name), between))
  return db.run(sql`
    insert into public.${named(name)} (${join(kept.map((column) => named(column.name)))}) overriding system value
    select ${join(told)} from ${waiting(name)} as one
    where ${which} ${name === 'clearing_records' ? notHandedOn : empty}
    ${number ? sql`order by ${named(number)}` : empty}
    ${thereMayBe.includes(name) ? sql`on conflict do nothing` : empty}`)
}
