/**
 * Companies that have left this cell, and where they are now. What network and bank say of what they did here
 * is handed on there. This file is the one writer of `departed_companies`.
 */
import { type Db, sql } from '../db/sql.ts'

/** Notes that a company is in another cell from now on, or in yet another one than before. */
export const placeDeparted = (db: Db, companyId: string, cell: string) =>
  db.run(sql`
    insert into departed_companies (company_id, cell_id) values (${companyId}, ${cell})
    on conflict (company_id) do update set cell_id = excluded.cell_id`)

/**
 * The company has moved on from the cell that it left this one for: what comes for it goes to `cell`, without
 * the way round. Returns whether it has ever left this one.
 */
export const pointDeparted = async (db: Db, companyId: string, cell: string): Promise<boolean> =>
  (await db.run(sql`update departed_companies set cell_id = ${cell} where company_id = ${companyId}`)) > 0

/** It is here again. */
export const forgetDeparted = (db: Db, companyId: string) =>
  db.run(sql`delete from departed_companies where company_id = ${companyId}`)
