import { type Db, sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import { type FieldError, Problem } from '../ground/errors.ts'
import type { Currency } from '../ground/money.ts'
import { railsOf } from '../rails/rail.ts'

export type MovableAccount = { bank_account_id: string; currency: Currency }

/** Whose the account must be (`contactId` null: the company's own), and in which currency if that is settled. */
type Wanted = { companyId: string; contactId: string | null; id: string; currency?: Currency }

/** The account, or 422 at `path` where it is not theirs, was deleted, or is in another currency. */
export async function requireAccount(db: Db, wanted: Wanted, path: string): Promise<MovableAccount> {
  const { companyId, contactId, id, currency } = wanted
  const account = await db.first<MovableAccount>(sql`
    select bank_account_id, currency from bank_accounts
    where company_id = ${companyId} and bank_account_id = ${id} and contact_id is not distinct from ${contactId}
      and deleted_at is null`)
  if (!account)
    throw bad(
      path,
      contactId === null
        ? 'is not a bank account of your company; see GET /bank_account'
        : `is not a bank account of the contact; see GET /contact/${contactId}/bank_accounts`,
    )
  if (currency !== undefined && account.currency !== currency)
    throw bad(path, `is in ${account.currency}; the transaction is in ${currency}`)
  return account
}

/** 422 at `path` for an account that none of our files to a bank reaches: said here, and not by the bank's rail later. */
export async function requireReached(
  db: Db,
  bank: Config['bank'],
  { companyId, id }: Pick<Wanted, 'companyId' | 'id'>,
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
    throw bad(
      path,
      `is in ${account.is_american ? 'the United States' : 'Canada'} in ${account.currency}: no bank of this installation moves that`,
    )
}

/** A currency may be sent where the account decides it, if it is the account's: 422 at `currency` for another. */
export function requireCurrency(sent: Currency | undefined, account: Currency): void {
  if (sent !== undefined && sent !== account) throw otherCurrency(account)
}

export const otherCurrency = (account: Currency) =>
  bad('currency', `must be ${account}, as the account is, or left out`)

const bad = (path: string, message: string) => {
  const errors: FieldError[] = [{ path, message }]
  return new Problem('validation_failed', `Correct these fields: ${path}.`, { errors })
}
