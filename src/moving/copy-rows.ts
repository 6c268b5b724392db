/** Copies a company's rows into what waits for them (`staging.ts`), while it charges or behind its door. */
import { type Database, type Db, empty, join, raw, type Statement, sql } from '../db/sql.ts'
import { type Column, type MovedTable, named } from './moved-tables.ts'
import { waiting } from './staging.ts'

/** Rows of a batch at first, and at most; later as many as are of this size. */
const ROWS_FIRST = 100
const ROWS_MAX = 5_000
const BYTES = 4_000_000
/** Changes that are looked at in one turn. */
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
  await db.run(sql`
    insert into ${waiting(name)} (${list})
    select ${join(columns.map((column) => sql`(whole).${named(column.name)}`))} from (
      select text::public.${named(name)} as whole from unnest(${batch.map(({ row }) => row)}::text[]) as text offset 0) as rows`)
}

/**
 * Copies again what has changed, and forgets that it has. Returns how many changes there were: fewer each
 * time, as each time is shorter.
 */
export async function copyChanges(sides: Sides, tables: readonly MovedTable[]): Promise<number> {
  const { from, companyId } = sides
  let all = 0
  for (;;) {
    const changes = await from.many<{ change_id: bigint; table_name: string; key: string[] }>(sql`
      select change_id, table_name, key from changed_rows where company_id = ${companyId} order by change_id limit ${CHANGES}`)
    if (changes.length === 0) return all
    for (const table of tables) {
      const keys = changes.filter(({ table_name }) => table_name === table.name).map(({ key }) => key)
      if (keys.length > 0)
        await copyKeys(sides, table, [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()])
    }
    await from.run(sql`
      delete from changed_rows where company_id = ${companyId} and change_id = any (${changes.map((one) => one.change_id)}::bigint[])`)
    all += changes.length
    if (changes.length < CHANGES) return all
  }
}

async function copyKeys({ from, to, companyId }: Sides, table: MovedTable, keys: string[][]): Promise<void> {
  const { name, key } = table
  const given = (of: Statement) =>
    sql`(${join(key.map((part) => sql`${of}.${named(part.name)}`))}) in (
      select ${join(key.map(({ type }, at) => sql`${named(`k${at}`)}::${raw(type)}`))}
      from unnest(${join(key.map((_, at) => sql`${keys.map((one) => one[at])}::text[]`))}) as k (${join(key.map((_, at) => named(`k${at}`)))}))`
  const rows = await from.many<{ row: string }>(sql`
    select one::text as row from ${named(name)} as one where one.company_id = ${companyId} and ${given(raw('one'))}`)
  await to.transaction(async (db) => {
    await db.run(sql`delete from ${waiting(name)} as one where ${given(raw('one'))}`)
    await insertRows(db, table, rows)
  })
}

/** All rows of a query, in place of those that are there: short queues, and shared rows that it names. */
export async function copyWhole({ from, to }: Sides, table: MovedTable, which: Statement): Promise<void> {
  const rows = await from.many<{ row: string }>(
    sql`select one::text as row from ${named(table.name)} as one where ${which}`,
  )
  await to.transaction(async (db) => {
    await db.run(sql`delete from ${waiting(table.name)}`)
    for (let at = 0; at < rows.length; at += ROWS_MAX)
      await insertRows(db, table, rows.slice(at, at + ROWS_MAX))
  })
}
