import { type Db, sql } from '../db/sql.ts'
import {
  RETURNS_WITHIN_DAYS,
  ratesBeyond,
  readReturnRates,
  recentAmericanDebits,
} from '../rails/return-rates.ts'
import type { Shown } from './main-evidence.ts'

/** Return rates are below those at which Nacha asks: 0.5 % unauthorized, 3 % administrative, 15 % in all. */
export async function showReturnRates(db: Db): Promise<Shown> {
  const rates = await readReturnRates(db)
  const sum = (of: 'debits' | 'returned') => rates.reduce((sum, one) => sum + one[of], 0n)
  const beyond = rates.filter((one) => ratesBeyond(one).length > 0).length
  return {
    holds: beyond === 0,
    says: `${sum('debits')} debits in the United States within ${RETURNS_WITHIN_DAYS} days, ${sum('returned')} returned; ${beyond} companies beyond Nacha’s return rates`,
  }
}

/** An account that came back as none, or as no valid number, is not debited by WEB again. */
export async function showWebAccounts(db: Db): Promise<Shown> {
  const { accounts, again } = await db.one<{ accounts: bigint; again: bigint }>(sql`
    with bad as (
      select company_id, bank_account_id, min(failed_at) as since from bank_items
      where return_code in ('R03', 'R04', 'R13', 'R20') group by company_id, bank_account_id
    ), web as (select company_id, bank_account_id, item.queued_at ${recentAmericanDebits} and item.agreed = 'web')
    select count(distinct web.bank_account_id) as accounts, count(*) filter (where since < queued_at) as again
    from web left join bad using (company_id, bank_account_id)`)
  return {
    holds: again === 0n,
    says: `${accounts} accounts debited by WEB within ${RETURNS_WITHIN_DAYS} days; ${again} debits of one that had come back as no valid account`,
  }
}
