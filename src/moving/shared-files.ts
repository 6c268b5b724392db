/**
 * Files of network and bank that a company's records and items name. They are the cell's: copies of them go
 * along.
 */
import { type Db, join, sql } from '../db/sql.ts'
import { type Changed, copyKeys, isAmong, type Sides } from './copy-rows.ts'
import { type MovedTable, named, sharedTable } from './moved-tables.ts'
import { waiting } from './staging.ts'

/** Who names a file, and by which columns: those of the file's key. */
const naming: Record<string, { file: string; by: string[] }> = {
  bank_items: { file: 'bank_files', by: ['bank_file_id'] },
  clearing_records: { file: 'clearing_files', by: ['network_id', 'sequence'] },
  reconciliation_items: { file: 'clearing_files', by: ['network_id', 'sequence'] },
}

export const sharedTables = (db: Db): Promise<MovedTable[]> =>
  Promise.all(
    [...new Set(Object.values(naming).map(({ file }) => file))].map((name) => sharedTable(db, name)),
  )

/** Copies those that rows of the company name: all of them, or those that have changed. */
export async function copyFiles(
  sides: Sides,
  tables: readonly MovedTable[],
  shared: readonly MovedTable[],
  changed?: Changed,
): Promise<void> {
  for (const [name, { file, by }] of Object.entries(naming)) {
    const [table, files] = [tables.find((one) => one.name === name), shared.find((one) => one.name === file)]
    if (!table || !files) throw new Error(`there is no ${name} or ${file}`)
    const keys = changed?.get(name)
    if (changed && !keys) continue
    const columns = by.map((column) => sql`one.${named(column)}`)
    const found = await sides.from.many<{ key: string[] }>(sql`
      select distinct array[${join(columns.map((column) => sql`${column}::text`))}] as key from ${named(name)} as one
      where one.company_id = ${sides.companyId} and ${columns[0]} is not null
        ${keys ? sql`and ${isAmong(table, keys, sql`one`)}` : sql``}`)
    await copyKeys(
      sides,
      files,
      found.map(({ key }) => key),
    )
  }
}

/** As they are by now. */
export async function copyFilesAgain(sides: Sides, shared: readonly MovedTable[]): Promise<void> {
  for (const table of shared) {
    const parts = table.key.map(({ name }) => sql`${named(name)}::text`)
    const staged = await sides.to.many<{ key: string[] }>(
      sql`select array[${join(parts)}] as key from ${waiting(table.name)}`,
    )
    await copyKeys(
      sides,
      table,
      staged.map(({ key }) => key),
    )
  }
}
