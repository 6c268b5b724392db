import { type Db, sql } from '../db/sql.ts'

/** How far a cell has summed its moves, as text; `-infinity` where it has not begun. */
export const summedBefore = async (db: Db): Promise<string> =>
  (await db.one<{ at: string }>(sql`select summed_before::text as at from summed_until`)).at
