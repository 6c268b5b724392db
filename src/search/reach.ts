import { type Db, sql } from '../db/sql.ts'

/** What the values of a list's blocks lie within; an end that nothing tells is open. */
export type Reach = {
  amountMost?: bigint | undefined
  timeFrom?: Date | undefined
  timeTo?: Date | undefined
}

/** Clocks of processes differ, and a row may fail by another one's than it was made by. */
const CLOCKS_MS = 60 * 60_000

/**
 * Of blocks that are there now. Rows get no later than now and amounts do not grow, so whoever reads blocks
 * afterwards finds none beyond it but of newer rows.
 */
export async function reachOf(db: Db, list: string, companyId: string): Promise<Reach> {
  const { amount_most, since, now } = await db.one<{
    amount_most: bigint | null
    since: Date | null
    now: Date
  }>(sql`
    select jetpay_now() as now, (
      select amount_most from search_blocks where company_id = ${companyId} and list = ${list}
      order by amount_most desc nulls first limit 1
    ) as amount_most, (
      select created_from from search_blocks where company_id = ${companyId} and list = ${list}
      order by last_id limit 1
    ) as since`)
  return {
    amountMost: amount_most ?? undefined,
    timeFrom: since ? new Date(since.getTime() - CLOCKS_MS) : undefined,
    timeTo: new Date(now.getTime() + CLOCKS_MS),
  }
}
