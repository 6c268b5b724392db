/**
 * The tables of a company, as the catalog has them: a table that is new is copied without being named here.
 */
import { type Db, join, raw, type Statement, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import { leftBehind, numberedAnew } from './left-behind.ts'

export type Column = { name: string; type: string; generated: boolean }
export type MovedTable = {
  name: string
  columns: Column[]
  /** What tells its rows apart, in the order of their index; none of a queue that is numbered anew. */
  key: Column[]
  /** The column that its cell numbers it by. */
  number: string | undefined
}

/** Names come from the catalog, and are written as PostgreSQL quotes them. */
export const named = (name: string): Statement => raw(`"${name.replaceAll('"', '""')}"`)

type Row = { table: string; columns: Column[]; key: string[] | null; has_company: boolean }

/** Of a table without a primary key, the unique index whose columns are never null. */
const catalog = (db: Db) =>
  db.many<Row>(sql`
    select c.relname as table,
      (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
          'generated', a.attgenerated <> '') order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      (select array_agg(a.attname::text order by place)
        from (select indexrelid, indkey from pg_index i
          where i.indrelid = c.oid and i.indisunique and i.indpred is null and i.indexprs is null
            and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attnum = any (i.indkey::int2[]) and not a.attnotnull)
          order by i.indisprimary desc, i.indexrelid limit 1) one
        cross join unnest(one.indkey::int2[]) with ordinality as part (number, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = part.number) as key,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'company_id' and not a.attisdropped) as has_company
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname`)

/** Those that are copied. Throws an OperatorError for one whose rows nothing tells apart. */
export async function movedTables(db: Db): Promise<MovedTable[]> {
  const tables = (await catalog(db)).filter(({ table, has_company }) => has_company && !leftBehind[table])
  return tables.map(({ table, columns, key }) => {
    const number = numberedAnew[table]
    if (!key && !number)
      throw new OperatorError(`Nothing tells the rows of ${table} apart: it cannot be copied.`)
    return { name: table, columns, key: number ? [] : keyOf({ columns, key }), number }
  })
}

const keyOf = ({ columns, key }: Pick<Row, 'columns' | 'key'>): Column[] =>
  (key ?? [])
    .map((name) => columns.find((column) => column.name === name))
    .filter((part) => part !== undefined)

/** A table of no company's, of which some rows go along. */
export async function sharedTable(db: Db, name: string): Promise<MovedTable> {
  const found = (await catalog(db)).find(({ table }) => table === name)
  if (!found) throw new Error(`there is no table ${name}`)
  return { name, columns: found.columns, key: keyOf(found), number: undefined }
}

/** How many rows it has in all of them. */
export async function countRows(db: Db, companyId: string): Promise<number> {
  const each = (await movedTables(db)).map(
    ({ name }) => sql`(select count(*) from ${named(name)} where company_id = ${companyId})`,
  )
  const { rows } = await db.one<{ rows: number }>(sql`select (${join(each, ' + ')})::float8 as rows`)
  return rows
}

/** What two databases must have alike. */
export const written = (tables: readonly MovedTable[]): string =>
  tables
    .map(({ name, columns }) => `${name} ${columns.map((one) => `${one.name} ${one.type}`).join(', ')}`)
    .join('\n')
