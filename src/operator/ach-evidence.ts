import { type Db, sql } from '../db/sql.ts'
import type { Shown } from './main-evidence.ts'

/** Nacha counts returns over 60 days (Operating Rules 2.17). */
const WITHIN_DAYS = 60
/** A company with fewer debits than these is not judged: one return would be too many. */
const DEBITS_MIN = 100

/** Debits of accounts in the United States that went out within the time. */
const recent = sql`
  from bank_items item join bank_accounts account using (company_id, bank_account_id)
  where item.kind = 'debit' and item.direction = 'debit' and account.routing_number is not null
    and item.sent_at > jetpay_now() - make_interval(days => ${WITHIN_DAYS})`

/** Return rates are below those at which Nacha asks: 0.5 % unauthorized, 3 % administrative, 15 % in all. */
export async function showReturnRates(db: Db): Promise<Shown> {
  const { debits, returned, beyond } = await db.one<{ debits: bigint; returned: bigint; beyond: bigint }>(sql`
    select coalesce(sum(debits), 0)::bigint as debits, coalesce(sum(returned), 0)::bigint as returned,
      count(*) filter (where debits >= ${DEBITS_MIN}
        and (unauthorized > debits * 0.005 or administrative > debits * 0.03 or returned > debits * 0.15)) as beyond
    from (
      select count(*) as debits, count(*) filter (where return_code is not null) as returned,
        count(*) filter (where return_code in ('R05', 'R07', 'R10', 'R11', 'R29', 'R51')) as unauthorized,
        count(*) filter (where return_code in ('R02', 'R03', 'R04')) as administrative
      ${recent} group by item.company_id
    ) as by_company`)
  return {
    holds: beyond === 0n,
    says: `${debits} debits in the United States within ${WITHIN_DAYS} days, ${returned} returned; ${beyond} companies beyond Nacha’s return rates`,
  }
}

/** An account that came back as none, or as no valid number, is not debited by WEB again. */
export async function showWebAccounts(db: Db): Promise<Shown> {
  const { accounts, again } = await db.one<{ accounts: bigint; again: bigint }>(sql`
    with bad as (
      select company_id, bank_account_id, min(failed_at) as since from bank_items
      where return_code in ('R03', 'R04', 'R13', 'R20') group by company_id, bank_account_id
    ), web as (select company_id, bank_account_id, item.queued_at ${recent} and item.agreed = 'web')
    select count(distinct web.bank_account_id) as accounts, count(*) filter (where since < queued_at) as again
    from web left join bad using (company_id, bank_account_id)`)
  return {
    holds: again === 0n,
    says: `${accounts} accounts debited by WEB within ${WITHIN_DAYS} days; ${again} debits of one that had come back as no valid account`,
  }
}
