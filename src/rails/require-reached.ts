import { type AccountCountry, accountCountries, countryIn } from '../bank-accounts/account-country.ts'
import { badField } from '../bank-accounts/movable-account.ts'
import { type Db, sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import type { Currency } from '../ground/money.ts'
import { railsOf, railTo } from './rail.ts'

/**
 * 422 at `path` for an account that none of our files to a bank reaches: said here, and not by the bank's
 * rail later.
 */
export async function requireReached(
  db: Db,
  bank: Config['bank'],
  { companyId, id }: { companyId: string; id: string },
  path: string,
): Promise<void> {
  const account = await db.first<{ country: AccountCountry; currency: Currency }>(sql`
    select ${countryIn('a')} as country, currency from bank_accounts a
    where company_id = ${companyId} and bank_account_id = ${id}`)
  if (account && !railTo(railsOf(bank), account)) {
    const { name } = accountCountries[account.country]
    throw badField(path, `is in ${name} in ${account.currency}: no bank of this installation moves that`)
  }
}
