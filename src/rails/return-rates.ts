import { type Db, sql } from '../db/sql.ts'

/** Nacha counts returns over 60 days (Operating Rules 2.17). */
export const RETURNS_WITHIN_DAYS = 60
/** A company with fewer debits than these is not judged: one return would be too many. */
const DEBITS_MIN = 100n

/** Of one company: debits of accounts in the United States that went out within the time, and of them. */
export type ReturnRates = {
  company_id: string
  debits: bigint
  returned: bigint
  unauthorized: bigint
  administrative: bigint
}

/** Debits `item` of an `account` in the United States that went out within the time. */
export const recentAmericanDebits = sql`
  from bank_items item join bank_accounts account using (company_id, bank_account_id)
  where item.kind = 'debit' and item.direction = 'debit' and account.routing_number is not null
    and item.sent_at > jetpay_now() - make_interval(days => ${RETURNS_WITHIN_DAYS})`

export const readReturnRates = (db: Db): Promise<ReturnRates[]> =>
  db.many<ReturnRates>(sql`
    select item.company_id, count(*) as debits, count(*) filter (where return_code is not null) as returned,
      count(*) filter (where return_code in ('R05', 'R07', 'R10', 'R11', 'R29', 'R51')) as unauthorized,
      count(*) filter (where return_code in ('R02', 'R03', 'R04')) as administrative
    ${recentAmericanDebits} group by item.company_id order by item.company_id`)

const rates = ['unauthorized', 'administrative', 'returned'] as const
export type ReturnRate = (typeof rates)[number]
/** In thousandths, at which Nacha asks: 0.5 % unauthorized, 3 % administrative, 15 % in all (2.17). */
const limits: Record<ReturnRate, bigint> = { unauthorized: 5n, administrative: 30n, returned: 150n }

/** Which of the rates are above those at which Nacha asks. */
export const ratesBeyond = (of: ReturnRates): ReturnRate[] =>
  of.debits < DEBITS_MIN ? [] : rates.filter((rate) => of[rate] * 1000n > of.debits * limits[rate])
