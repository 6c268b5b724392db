import { type Db, sql } from '../db/sql.ts'

/** By which the demo's company is known; supervisor/seed-demo.ts makes it. */
export const DEMO_NAME = 'Maple Cycles'

/** The demo company's id, once it is seeded. */
export const findDemoCompany = async (db: Db): Promise<string | undefined> =>
  (
    await db.first<{ company_id: string }>(sql`
      select company_id from companies where name = ${DEMO_NAME} order by company_id limit 1`)
  )?.company_id
