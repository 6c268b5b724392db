import { badField } from '../bank-accounts/movable-account.ts'
import type { Db } from '../db/sql.ts'
import { sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import type { Currency } from '../ground/money.ts'
import { railsOf } from './rail.ts'

/** 422 at `path` for an account that none of our files to a bank reaches: said here, and not by the bank's rail later. */
export async function requireReached(
  db: Db,
  bank: Config['bank'],
  { companyId, id }: { companyId: string; id: string },
  path: string,
): Promise<void> {
  const account = await db.first<{ is_american: boolean; currency: Currency }>(sql`
    select routing_number is not null as is_american, currency from bank_accounts
    where company_id = ${companyId} and bank_account_id = ${id}`)
  if (!account) return
  const country = account.is_american ? 'american' : 'canadian'
  const reached = railsOf(bank).some(
    ({ reaches, profile }) => reaches === country && profile.currencies.includes(account.currency),
  )
  if (!reached)
    throw badField(
      path,
      `is in ${account.is_american ? 'the United States' : 'Canada'} in ${account.currency}: no bank of this installation moves that`,
    )
}
