import { type Db, sql } from '../db/sql.ts'

/** How far a cell has summed its moves; minus infinity where it has not begun. */
export const summedBefore = async (db: Db): Promise<Date | number> =>
  (await db.one<{ at: Date | number }>(sql`select summed_before as at from summed_until`)).at
