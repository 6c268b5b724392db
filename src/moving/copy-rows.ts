/** Copies a company's rows into what waits for them (`staging.ts`), while it charges or behind its door. */
import { type Database, type Db, empty, join, raw, type Statement, sql } from '../db/sql.ts'
import { type Column, type MovedTable, named } from './moved-tables.ts'
import { waiting } from './staging.ts'

/** Rows of a batch at first, and at most; later as many as are of this size. */
const ROWS_FIRST = 100
const ROWS_MAX = 5_000
const BYTES = 4_000_000
/** Changes that one statement reads. */
const CHANGES = 5_000

export type Sides = { from: Database; to: Database; companyId: string }

/** All rows of a table, in the order of its key; ended in the middle, it goes on behind the last batch. */
export async function copyTable(
  { from, to, companyId }: Sides,
  table: MovedTable,
  say: (rows: number) => void,
): Promise<void> {
  const { name, key } = table
  const progress = await to.first<{ last_key: string[] | null; done: boolean }>(sql`
    select last_key, done from arriving.progress where table_name = ${name}`)
  if (progress?.done) return
  const parts = key.filter((part) => part.name !== 'company_id')
  const names = parts.map((part) => named(part.name))
  const texts = parts.length > 0 ? join(names.map((one) => sql`${one}::text`)) : empty
  const ordered = parts.length > 0 ? sql`order by ${join(names)}` : empty
  let last = progress?.last_key ?? null
  let rows = ROWS_FIRST
  for (let copied = 0; ; ) {
    const batch = await from.many<{ row: string; key: string[] }>(sql`
      select one::text as row, array[${texts}]::text[] as key from ${named(name)} as one
      where company_id = ${companyId} ${behind(parts, last)} ${ordered} limit ${rows}`)
    const done = batch.length < rows
    last = batch.at(-1)?.key ?? last
    await to.transaction(async (db) => {
      await insertRows(db, table, batch)
      await db.run(sql`
        insert into arriving.progress (table_name, last_key, done) values (${name}, ${last}::text[], ${done})
        on conflict (table_name) do update set last_key = excluded.last_key, done = excluded.done`)
    })
    copied += batch.length
    if (batch.length > 0) say(copied)
    if (done) return
    rows = nextSize(batch)
  }
}

/** A company's only row is in the first batch. */
function behind(parts: readonly Column[], last: string[] | null): Statement {
  if (last === null || parts.length === 0) return empty
  const values = parts.map(({ type }, at) => sql`${last[at]}::text::${raw(type)}`)
  return sql`and (${join(parts.map((part) => named(part.name)))}) > (${join(values)})`
}

function nextSize(batch: readonly { row: string }[]): number {
  const bytes = batch.reduce((sum, { row }) => sum + row.length, 0)
  return Math.min(ROWS_MAX, Math.max(1, Math.floor((BYTES * batch.length) / Math.max(bytes, 1))))
}

async function insertRows(
  db: Db,
  { name, columns }: MovedTable,
  batch: readonly { row: string }[],
): Promise<void> {
  if (batch.length === 0) return
  const list = join(columns.map((column) => named(column.name)))
  // A fence: the text of a row is read once, and not for each of its columns.
  const inserted = await db.run(sql`
    insert into ${waiting(name)} (${list})
    select ${join(columns.map((column) => sql`(whole).${named(column.name)}`))} from (
      select text::public.${named(name)} as whole from unnest(${batch.map(({ row }) => row)}::text[]) as text offset 0) as rows`)
  if (inserted !== batch.length) throw new Error(`${inserted} of ${batch.length} rows of ${name} were copied`)
}

/** Keys of rows that have changed, by their tables. */
export type Changed = ReadonlyMap<string, string[][]>

/**
 * Copies again what has changed, and forgets that it has: what waits is then as the company was at one
 * moment. Fewer rows each time, as each time is shorter. `compared`: and as many rows as there were.
 */
export async function copyChanges(
  sides: Sides,
  tables: readonly MovedTable[],
  compared = false,
): Promise<Changed> {
  const { from, companyId } = sides
  const { changed, ids } = await from.transaction(async (moment) => {
    await moment.run(sql`set transaction isolation level repeatable read`)
    const changes = await readChanges(moment, companyId)
    const changed = new Map<string, Map<string, string[]>>()
    for (const { table_name, key } of changes)
      changed.set(table_name, (changed.get(table_name) ?? new Map()).set(JSON.stringify(key), key))
    for (const table of tables)
      await copyKeys({ ...sides, from: moment }, table, [...(changed.get(table.name)?.values() ?? [])])
    if (compared) await compare({ ...sides, from: moment }, tables)
    return { changed, ids: changes.map(({ change_id }) => change_id) }
  })
  for (let at = 0; at < ids.length; at += CHANGES)
    await from.run(sql`
      delete from changed_rows where company_id = ${companyId} and change_id = any (${ids.slice(at, at + CHANGES)}::bigint[])`)
  return new Map([...changed].map(([table, keys]) => [table, [...keys.values()]]))
}

export const countChanges = (changed: Changed): number =>
  [...changed.values()].reduce((sum, keys) => sum + keys.length, 0)

type Change = { change_id: bigint; table_name: string; key: string[] }

async function readChanges(db: Db, companyId: string): Promise<Change[]> {
  const all: Change[] = []
  for (;;) {
    const next = await db.many<Change>(sql`
      select change_id, table_name, key from changed_rows
      where company_id = ${companyId} and change_id > ${all.at(-1)?.change_id ?? 0n} order by change_id limit ${CHANGES}`)
    all.push(...next)
    if (next.length < CHANGES) return all
  }
}

/** Whether rows `of` a table have one of some keys; `told` says a column otherwise. */
export function isAmong(
  { key }: MovedTable,
  keys: readonly string[][],
  of: Statement,
  told: (value: Statement, column: Column) => Statement = (value) => value,
): Statement {
  const values = key.map((part, at) => told(sql`${named(`k${at}`)}::${raw(part.type)}`, part))
  return sql`(${join(key.map((part) => sql`${of}.${named(part.name)}`))}) in (
    select ${join(values)} from unnest(${join(key.map((_, at) => sql`${keys.map((one) => one[at])}::text[]`))})
      as k (${join(key.map((_, at) => named(`k${at}`)))}))`
}

/** Rows with these keys, in place of those that wait. */
export async function copyKeys(
  { from, to }: { from: Db; to: Database },
  table: MovedTable,
  keys: readonly string[][],
): Promise<void> {
  for (let at = 0; at < keys.length; at += CHANGES) {
    const some = isAmong(table, keys.slice(at, at + CHANGES), raw('one'))
    const rows = await from.many<{ row: string }>(
      sql`select one::text as row from ${named(table.name)} as one where ${some}`,
    )
    await to.transaction(async (db) => {
      await db.run(sql`delete from ${waiting(table.name)} as one where ${some}`)
      await insertRows(db, table, rows)
    })
  }
}

/** Throws where what waits is not all that there is. */
async function compare(
  { from, to, companyId }: { from: Db; to: Db; companyId: string },
  tables: readonly MovedTable[],
): Promise<void> {
  for (const { name, number } of tables) {
    if (number) continue
    const [here, there] = await Promise.all([
      from.one<{ rows: bigint }>(
        sql`select count(*) as rows from ${named(name)} where company_id = ${companyId}`,
      ),
      to.one<{ rows: bigint }>(sql`select count(*) as rows from ${waiting(name)}`),
    ])
    if (here.rows !== there.rows)
      throw new Error(`${name} has ${here.rows} rows, of which ${there.rows} were copied`)
  }
}

/** All rows of a short queue, in place of those that wait. */
export async function copyWhole({ from, to, companyId }: Sides, table: MovedTable): Promise<void> {
  const rows = await from.many<{ row: string }>(
    sql`select one::text as row from ${named(table.name)} as one where company_id = ${companyId}`,
  )
  await to.transaction(async (db) => {
    await db.run(sql`delete from ${waiting(table.name)}`)
    for (let at = 0; at < rows.length; at += ROWS_MAX)
      await insertRows(db, table, rows.slice(at, at + ROWS_MAX))
  })
}
