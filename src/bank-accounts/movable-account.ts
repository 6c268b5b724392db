import { type Db, sql } from '../db/sql.ts'
import { type FieldError, Problem } from '../ground/errors.ts'
import type { Currency } from '../ground/money.ts'

export type MovableAccount = { bank_account_id: string; currency: Currency }

/**
 * Whose the account must be (`contactId` null: the company's own), and in which currency if that is settled.
 */
type Wanted = { companyId: string; contactId: string | null; id: string; currency?: Currency }

/** The account; undefined where it is not theirs, or was deleted. */
export const findAccount = (db: Db, { companyId, contactId, id }: Wanted) =>
  db.first<MovableAccount>(sql`
    select bank_account_id, currency from bank_accounts
    where company_id = ${companyId} and bank_account_id = ${id} and contact_id is not distinct from ${contactId}
      and deleted_at is null`)

/** The account, or 422 at `path` where it is not theirs, was deleted, or is in another currency. */
export async function requireAccount(db: Db, wanted: Wanted, path: string): Promise<MovableAccount> {
  const { contactId, currency } = wanted
  const account = await findAccount(db, wanted)
  if (!account)
    throw badField(
      path,
      contactId === null
        ? 'is not a bank account of your company; see GET /bank_account'
        : `is not a bank account of the contact; see GET /contact/${contactId}/bank_accounts`,
    )
  if (currency !== undefined && account.currency !== currency)
    throw badField(path, `is in ${account.currency}; the transaction is in ${currency}`)
  return account
}

/**
 * A currency may be sent where the account decides it, if it is the account's: 422 at `currency` for another.
 */
export function requireCurrency(sent: Currency | undefined, account: Currency): void {
  if (sent !== undefined && sent !== account) throw otherCurrency(account)
}

export const otherCurrency = (account: Currency) =>
  badField('currency', `must be ${account}, as the account is, or left out`)

/** 422 for a field of the request that does not fit what is there. */
export const badField = (path: string, message: string) => {
  const errors: FieldError[] = [{ path, message }]
  return new Problem('validation_failed', `Correct these fields: ${path}.`, { errors })
}
