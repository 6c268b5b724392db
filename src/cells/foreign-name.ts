import { type Statement, sql } from '../db/sql.ts'

/**
 * A name that is one cell's own (of a series of clearing files, or a bank item's trace) as it is kept where a
 * company has taken it: two cells give out the same ones. It is kept behind the first cell's name and no
 * second one's, and loses that where it comes home.
 */
export function foreignName(
  name: Statement,
  { fromCell, toCell }: { fromCell: string; toCell: string },
): Statement {
  const home = sql`coalesce(nullif(split_part(${name}, '@', 2), ''), ${fromCell}::text)`
  return sql`split_part(${name}, '@', 1) || case when ${home} = ${toCell}::text then '' else '@' || ${home} end`
}

/** Whether a series of clearing files is other cells': what they hand on, or what came with a company. */
export const isOfCells = (networkId: Statement): Statement =>
  sql`(${networkId} like 'cell:%' or position('@' in ${networkId}) > 0)`

/** Whose clearing files that a cell hands on say that they are, in place of a network. */
export const CELLS = 'CELLS'
/** The series that those of a cell are kept under: no network's id has small letters. */
export const seriesOfCell = (cell: string): string => `cell:${cell}`
/**
 * The cell whose such series it is; null of any other, and of one that came from elsewhere with a company.
 */
export const cellOfSeries = (networkId: Statement): Statement =>
  sql`substring(${networkId} from '^cell:([^@]+)$')`

/** The cutoff of a file by which nothing is missing. */
export const NO_CUTOFF = new Date(0)
