/** What of a company's rows is told otherwise in the new cell than in the old one. */
import { foreignName } from '../cells/foreign-name.ts'
import { type Statement, sql } from '../db/sql.ts'
import type { MovedTable } from './moved-tables.ts'

/** `firstAcquirer`: whose what the old cell has not named is there. */
export type Between = { fromCell: string; toCell: string; firstAcquirer: string }

const ourPerson = (column: Statement) => sql`(select ours from arriving.people where theirs = ${column})`

/** A token keeps its id. */
const ourPersonOrToken = (column: Statement) => sql`coalesce(${ourPerson(column)}, ${column})`

/** By `table.column`. */
const retold: Record<string, (column: Statement, between: Between) => Statement> = {
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
  'exports.made_by': ourPersonOrToken,
}
const ofPeople = new Set(
  Object.entries(retold)
    .filter(([, how]) => how === ourPerson || how === ourPersonOrToken)
    .map(([name]) => name.split('.')[0]),
)

/** Whether it is told otherwise at all. */
export const isRetold = (table: string, column: string): boolean => `${table}.${column}` in retold

/** The value of a column as the new cell has it. */
export const retell = ({ name }: MovedTable, column: string, value: Statement, between: Between): Statement =>
  retold[`${name}.${column}`]?.(value, between) ?? value

/**
 * Which come at the very end: queues that are numbered anew, and what names people, as these are the cell's
 * own and can sign in meanwhile. Of each there is little.
 */
export const comesLast = ({ name, number }: MovedTable): boolean => number !== undefined || ofPeople.has(name)
