/** What a payout is made of, in sums. They are kept from when it is made: its items never change again. */
import { type Db, type Statement, sql } from '../db/sql.ts'
import type { PayoutPart } from '../debits/payout-item.ts'
import type { PayoutKey } from './payout.ts'

/**
 * Minor units of the items of a part, and how many there are. `less`: they take from the payout; `carried`:
 * they were owed since an earlier day.
 */
export type PayoutSum = { part: PayoutPart; less: boolean; carried: boolean; amount: bigint; items: bigint }

/** When the day of this time began, in a time zone: what was owed before was carried over. */
export const dayBegan = (time: Statement, zone: Statement) => sql`
  (date_trunc('day', ${time} at time zone ${zone}) at time zone ${zone})`

/** The parts of items `i` that are paid out on the day that began so. */
export const partsOf = (began: Statement) => sql`
  i.part, i.amount < 0 as less, coalesce(i.owed_at < ${began}, false) as carried`

/** The part of a statement that keeps the sums of the `items` of a `payout` that it makes. */
export const sumsOf = (payout: Statement, items: Statement): Statement => sql`
  insert into payout_sums (company_id, payout_id, time_zone, part, less, carried, amount, items)
  select p.company_id, p.payout_id, c.time_zone, ${partsOf(dayBegan(sql`p.created_at`, sql`c.time_zone`))}, sum(i.amount), count(*)
  from ${payout} p join companies c on c.company_id = p.company_id cross join ${items} i group by 1, 2, 3, 4, 5, 6`

/**
 * Its sums as they were kept, of days as they begin in this zone. None of a payout that was made before they
 * were kept, or while the company had another zone.
 */
export const keptSums = (db: Db, { company_id, payout_id }: PayoutKey, zone: string): Promise<PayoutSum[]> =>
  db.many<PayoutSum>(sql`
    select part, less, carried, amount, items from payout_sums
    where company_id = ${company_id} and payout_id = ${payout_id} and time_zone = ${zone}`)
