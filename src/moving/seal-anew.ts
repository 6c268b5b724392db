/** What the cell of before has sealed is sealed by the key of the new one, before it is a row there. */
import { type SealedColumn, sealedColumns } from '../db/sealing/sealed-columns.ts'
import { type Database, join, raw, sql } from '../db/sql.ts'
import type { Seal } from '../ground/seal.ts'
import { waiting } from './staging.ts'

const ROWS = 200

export type Seals = { from: Pick<Seal, 'open'>; to: Pick<Seal, 'seal'> }

/** The columns by their tables, of those that go along. */
const ofTables = Object.entries(sealedColumns).reduce((tables, [name, column]) => {
  const [table = ''] = name.split('.')
  return table === 'users' ? tables : tables.set(table, [...(tables.get(table) ?? []), column])
}, new Map<string, SealedColumn[]>())

/** All rows that wait and are not sealed by the new key yet. Ended in the middle, it goes on. */
export async function sealAnew(to: Database, seals: Seals): Promise<void> {
  for (const [table, columns] of await sealedByOther(to))
    while ((await sealNext(to, seals, table, columns)) === ROWS);
}

const sealNext = (to: Database, seals: Seals, table: string, columns: readonly SealedColumn[]) =>
  to.transaction(async (db) => {
    const rows = await db.many<Record<string, Buffer | string | null>>(sql`
      select ctid::text as place, ${join(
        columns.flatMap(({ column, about }, at) => [
          sql`${column} as ${raw(`sealed_${at}`)}`,
          sql`${about} as ${raw(`about_${at}`)}`,
        ]),
      )} from ${waiting(table)} where not sealed_anew limit ${ROWS} for update`)
    const anew = columns.map((_, at) =>
      rows.map((row) => {
        const sealed = row[`sealed_${at}`]
        const about = String(row[`about_${at}`])
        return Buffer.isBuffer(sealed) ? seals.to.seal(seals.from.open(sealed, about), about) : null
      }),
    )
    if (rows.length === 0) return 0
    await db.run(sql`
      update ${waiting(table)} as one set sealed_anew = true, ${join(
        columns.map(({ column }, at) => sql`${column} = anew.${raw(`sealed_${at}`)}`),
      )}
      from unnest(${rows.map(({ place }) => place)}::text[], ${join(anew.map((values) => sql`${values}::bytea[]`))})
        as anew (place, ${join(columns.map((_, at) => raw(`sealed_${at}`)))})
      where one.ctid = anew.place::tid`)
    return rows.length
  })

/** Tables with something that only the key of before opens. */
export async function sealedByOther(to: Pick<Database, 'one'>): Promise<[string, SealedColumn[]][]> {
  const all = [...ofTables]
  const each = all.map(([table]) => sql`exists (select from ${waiting(table)} where not sealed_anew)`)
  const { found } = await to.one<{ found: boolean[] }>(sql`select array[${join(each)}] as found`)
  return all.filter((_, at) => found[at])
}
