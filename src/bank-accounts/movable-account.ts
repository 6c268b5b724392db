import { type Db, sql } from '../db/sql.ts'
import { type FieldError, Problem } from '../errors.ts'
import type { Currency } from '../money.ts'

export type MovableAccount = { bank_account_id: string; currency: Currency }

/** Whose the account must be (`contactId` null: the company's own), and in which currency if that is settled. */
type Wanted = { companyId: string; contactId: string | null; id: string; currency?: Currency }

/**
 * The account, or 422 at `path` where money cannot be moved to or from it: it is not theirs, was deleted, or is in another currency.
 */
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

/**
 * The same for an account that a file to the bank has to reach. Files are Canadian (CPA Standard 005); an account in the United States
 * is refused here and not days later.
 */
export async function requireBankableAccount(db: Db, wanted: Wanted, path: string): Promise<MovableAccount> {
  const account = await requireAccount(db, wanted, path)
  const american = await db.first(sql`
    select from bank_accounts
    where company_id = ${wanted.companyId} and bank_account_id = ${wanted.id} and routing_number is not null`)
  if (american) throw bad(path, 'is in the United States: only Canadian accounts can be moved to or from')
  return account
}

const bad = (path: string, message: string) => {
  const errors: FieldError[] = [{ path, message }]
  return new Problem('validation_failed', `Correct these fields: ${path}.`, { errors })
}
