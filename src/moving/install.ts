/** Makes the rows that wait those of the cell, all of them in one transaction: the company is here then. */

import type { Due } from '../cells/cell-due.ts'
import { foreignName } from '../cells/foreign-name.ts'
import { arriveCompany } from '../clearing/depart-company.ts'
import { type Database, type Db, join, raw, type Statement, sql } from '../db/sql.ts'
import { moveSums } from '../summaries/move-sums.ts'
import { withoutTriggers, withTriggers } from './door.ts'
import { type MovedTable, named } from './moved-tables.ts'
import { bringPeople, type People } from './people.ts'
import type { Seals } from './seal-anew.ts'
import { waiting } from './staging.ts'

export type Arrival = {
  companyId: string
  moveId: string
  fromCell: string
  toCell: string
  /** Whose what the old cell has not named is there: its first acquirer. */
  firstAcquirer: string
  dues: readonly Due[]
  people: People
  /** How far the old cell had summed its moves. */
  summedBefore: string
}

export const hasArrived = async (db: Db, companyId: string, moveId: string): Promise<boolean> =>
  (await db.first(sql`select from arrivals where company_id = ${companyId} and move_id = ${moveId}`)) !==
  undefined

const ourPerson = (column: Statement) => sql`(select ours from arriving.people where theirs = ${column})`

/** Columns that are told otherwise here than there, by `table.column`. */
const retold: Record<string, (column: Statement, arrival: Arrival) => Statement> = {
  'attempts.acceptor': (column) => sql`(select ours from arriving.acceptor_numbers where theirs = ${column})`,
  'bank_items.trace_number': foreignName,
  'clearing_records.network_id': foreignName,
  'clearing_files.network_id': foreignName,
  'clearing_files.acquirer_id': (column, { firstAcquirer }) =>
    sql`coalesce(${column}, ${firstAcquirer}::text)`,
  'reconciliation_items.network_id': foreignName,
  'reconciliation_items.acquirer_id': (column, { firstAcquirer }) =>
    sql`coalesce(${column}, ${firstAcquirer}::text)`,
  'bank_files.cell_id': (column, { fromCell, toCell }) =>
    sql`nullif(coalesce(${column}, ${fromCell}::text), ${toCell}::text)`,
  'memberships.user_id': ourPerson,
  'saved_views.user_id': ourPerson,
  'invitations.invited_by': ourPerson,
}
/** Rows that are here already where the company has been here before, and such as are of no company's. */
const thereMayBe = ['clearing_records', 'clearing_files', 'bank_files']

/** What the old cell has handed on to where the company was is of another cell's file there. */
const notHandedOn = raw(`where outcome is distinct from 'handed_on'`)

/**
 * `admin` writes history as it was made elsewhere: without the triggers that would make it a second time.
 * Done twice is done once.
 */
export const install = (
  admin: Database,
  arrival: Arrival,
  { tables, shared }: { tables: readonly MovedTable[]; shared: readonly MovedTable[] },
  seals: Seals,
): Promise<void> =>
  admin.transaction(async (db) => {
    const { companyId, moveId, fromCell, toCell, dues } = arrival
    if (await hasArrived(db, companyId, moveId)) return
    // Whoever sums moves waits, and then sees what came: how far the sums go is the same as before.
    await db.run(sql`lock table summed_until in exclusive mode`)
    await withoutTriggers(db)
    await bringPeople(db, arrival.people, seals)
    for (const table of await withRows(db, [...shared, ...tables])) await bring(db, table, arrival)
    await moveSums(db, companyId, arrival.summedBefore)
    await withTriggers(db)
    await arriveCompany(db, { companyId, own: toCell, from: fromCell, dues })
    await db.run(sql`
      insert into arrivals (company_id, move_id, from_cell) values (${companyId}, ${moveId}, ${fromCell})`)
  })

async function withRows(db: Db, tables: readonly MovedTable[]): Promise<MovedTable[]> {
  const each = tables.map(({ name }) => sql`exists (select from ${waiting(name)})`)
  const { found } = await db.one<{ found: boolean[] }>(sql`select array[${join(each)}] as found`)
  return tables.filter((_, at) => found[at])
}

async function bring(db: Db, { name, columns, number }: MovedTable, arrival: Arrival): Promise<void> {
  const kept = columns.filter((column) => !column.generated && column.name !== number)
  const told = kept.map((column) => {
    const retell = retold[`${name}.${column.name}`]
    return retell ? retell(named(column.name), arrival) : named(column.name)
  })
  await db.run(sql`
    insert into public.${named(name)} (${join(kept.map((column) => named(column.name)))}) overriding system value
    select ${join(told)} from ${waiting(name)} ${name === 'clearing_records' ? notHandedOn : raw('')}
    ${number ? sql`order by ${named(number)}` : raw('')}
    ${thereMayBe.includes(name) ? raw('on conflict do nothing') : raw('')}`)
}
