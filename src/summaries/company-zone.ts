import { type Db, sql } from '../db/sql.ts'

/** The time zone in which a company's days are told. */
export async function zoneOf(db: Db, companyId: string): Promise<string> {
  const { time_zone } = await db.one<{ time_zone: string }>(
    sql`select time_zone from companies where company_id = ${companyId}`,
  )
  return time_zone
}
