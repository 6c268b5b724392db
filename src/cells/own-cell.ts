/** The name of this cell in the directory, which files to and from other cells bear. */
import { type Db, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'

/** Null where no company has ever moved to or from here. */
export const ownCell = async (db: Db): Promise<string | null> =>
  (await db.first<{ cell_id: string }>(sql`select cell_id from own_cell`))?.cell_id ?? null

/**
 * Notes it with the first move. Throws an OperatorError for another one: files under the name of before are
 * with other cells.
 */
export async function nameOwnCell(db: Db, cell: string): Promise<void> {
  await db.run(sql`insert into own_cell (cell_id) values (${cell}) on conflict do nothing`)
  const known = await ownCell(db)
  if (known !== cell)
    throw new OperatorError(`This cell is ${known} to the cells that it has had companies of, not ${cell}.`)
}
