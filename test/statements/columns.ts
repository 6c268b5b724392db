/**
 * The columns of a statement as PostgreSQL describes them, and whether a row type of ours is right about
 * them.
 */
import pg from 'pg'
import { type Checker, SymbolFlags, type Type, TypeFlags } from 'typescript/unstable/sync'

/**
 * `nullable`: it is a table's column as it is, and that may be null. Of what is computed nothing is known.
 */
export type Column = { name: string; type: string; nullable: boolean }

/**
 * What `pg` makes of PostgreSQL's types, with the parsers of src/db/sql.ts. A type that is not here is told.
 */
const kinds: Record<string, 'string' | 'number' | 'bigint' | 'boolean' | 'json' | 'Date' | 'Buffer'> = {
  text: 'string',
  varchar: 'string',
  bpchar: 'string',
  char: 'string',
  name: 'string',
  uuid: 'string',
  numeric: 'string',
  int2: 'number',
  int4: 'number',
  float8: 'number',
  int8: 'bigint',
  bool: 'boolean',
  timestamptz: 'Date',
  date: 'Date',
  bytea: 'Buffer',
  json: 'json',
  jsonb: 'json',
  void: 'string',
}
/** Only single bigints are read as such: `pg` has those of an array as text. */
const itemKinds = { ...kinds, int8: 'string' } as typeof kinds

export async function openDescriber(url: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const columns = await client.query<{ column: string }>(
    `select attrelid || '.' || attnum as column from pg_attribute where attnum > 0 and not attnotnull`,
  )
  const nullable = new Set(columns.rows.map(({ column }) => column))
  const types = await client.query<{ oid: number; typname: string }>('select oid, typname from pg_type')
  const typeNames = new Map(types.rows.map(({ oid, typname }) => [oid, typname]))
  return {
    /**
     * Has PostgreSQL parse and plan a statement without running it. Throws what it says of one that is wrong.
     */
    async describe(text: string): Promise<Column[]> {
      const fields = await new Promise<pg.FieldDef[]>((resolve, reject) => {
        let found: pg.FieldDef[] = []
        client.query({
          submit(connection: any) {
            connection.parse({ name: '', text, types: [] })
            connection.describe({ type: 'S', name: '' })
            connection.sync()
          },
          handleRowDescription: (message: { fields: pg.FieldDef[] }) => {
            found = message.fields
          },
          handleError: reject,
          handleReadyForQuery: () => resolve(found),
        } as unknown as pg.Submittable)
      })
      return fields.map(({ name, dataTypeID, tableID, columnID }) => ({
        name,
        type: typeNames.get(dataTypeID) ?? String(dataTypeID),
        nullable: nullable.has(`${tableID}.${columnID}`),
      }))
    },
    /** Makes a table of the session, that others read. */
    run: (text: string) => client.query(text),
    close: () => client.end(),
  }
}

/**
 * What a row type says otherwise than the columns are, in words, and which columns may be null that it says
 * are not. One counts as held where the statement has `is not null` of it.
 */
export function differences(
  checker: Checker,
  row: Type,
  columns: Column[],
  text: string,
): { wrong: string[]; nullable: string[] } {
  const byName = new Map(columns.map((column) => [column.name, column]))
  const wrong: string[] = []
  const nullable: string[] = []
  for (const property of checker.getPropertiesOfType(row)) {
    const { name } = property
    const column = byName.get(name)
    if (!column) {
      if ((property.flags & SymbolFlags.Optional) === 0) wrong.push(`there is no column ${name}`)
      continue
    }
    const type = checker.getTypeOfSymbol(property)!
    const parts = partsOf(type)
    if (parts.some(isOpen)) continue
    const values = parts.filter((of) => (of.flags & (TypeFlags.Null | TypeFlags.Undefined)) === 0)
    if (!values.every((of) => fits(checker, of, column.type)))
      wrong.push(`${name} is ${checker.typeToString(type)}, but the column is ${column.type}`)
    const isHeld = parts.length > values.length || new RegExp(`\\b${name} is not null\\b`).test(text)
    if (column.nullable && !isHeld) nullable.push(name)
  }
  return { wrong, nullable }
}

const partsOf = (type: Type): readonly Type[] => (type.isUnionType() ? type.getTypes()! : [type])
const isOpen = (type: Type) => (type.flags & (TypeFlags.Any | TypeFlags.Unknown)) !== 0

/** Whether values of a column's type are what a part of a row type says. */
function fits(checker: Checker, type: Type, of: string): boolean {
  if (of.startsWith('_')) {
    const [item] = checker.isArrayLikeType(type) ? checker.getTypeArguments(type as never) : []
    return (
      item !== undefined &&
      partsOf(item).every((part) => isOpen(part) || isKind(part, itemKinds[of.slice(1)]))
    )
  }
  // What JSON holds is checked where it is written.
  return kinds[of] === 'json' || isKind(type, kinds[of])
}

function isKind(type: Type, kind: string | undefined): boolean {
  if (type.isIntersectionType()) return type.getTypes()!.some((part) => isKind(part, kind))
  if (kind === 'string') return (type.flags & TypeFlags.StringLike) !== 0
  if (kind === 'number') return (type.flags & TypeFlags.NumberLike) !== 0
  if (kind === 'bigint') return (type.flags & TypeFlags.BigIntLike) !== 0
  if (kind === 'boolean') return (type.flags & TypeFlags.BooleanLike) !== 0
  const name = type.getSymbol()?.name
  if (kind === 'Date') return name === 'Date' || name === 'Instant'
  return kind === 'Buffer' && (name === 'Buffer' || name === 'Uint8Array')
}
