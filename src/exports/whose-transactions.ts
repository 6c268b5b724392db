import { type Db, sql } from '../db/sql.ts'
import type { TransactionRow } from '../debits/transaction.ts'

/** A transaction with whose it is, as a bookkeeper knows them, and what paid it or is paid. */
export type NamedTransaction = TransactionRow & {
  contact_name: string | null
  contact_email: string | null
  last4: string | null
}

/**
 * The contact's account or card of a transaction: where its money comes from, and of a credit where it goes.
 */
const accountOf = (row: TransactionRow) =>
  row.kind === 'debit' ? row.from_bank_account_id : row.to_bank_account_id

/** One statement for each of contacts, cards and accounts, however many rows there are. */
export async function whoseTransactions(
  db: Db,
  companyId: string,
  rows: readonly TransactionRow[],
  mayReadContacts: boolean,
): Promise<NamedTransaction[]> {
  const idsOf = (idOf: (row: TransactionRow) => string | null) => [
    ...new Set(rows.map(idOf).filter((id) => id !== null)),
  ]
  const contacts = mayReadContacts
    ? await db.many<{ contact_id: string; name: string | null; email: string | null }>(sql`
        select contact_id, name, email from contacts
        where company_id = ${companyId} and contact_id = any (${idsOf((row) => row.contact_id)}::uuid[])`)
    : []
  const cards = await db.many<{ id: string; last4: string | null }>(sql`
    select credit_card_id as id, last4 from credit_cards
    where company_id = ${companyId} and credit_card_id = any (${idsOf((row) => row.from_credit_card_id)}::uuid[])`)
  const accounts = await db.many<{ id: string; last4: string | null }>(sql`
    select bank_account_id as id, account_number_last4 as last4 from bank_accounts
    where company_id = ${companyId} and bank_account_id = any (${idsOf(accountOf)}::uuid[])`)
  const people = new Map(contacts.map((of) => [of.contact_id, of]))
  const digits = new Map([...cards, ...accounts].map(({ id, last4 }) => [id, last4]))
  return rows.map((row) => ({
    ...row,
    contact_name: people.get(row.contact_id)?.name ?? null,
    contact_email: people.get(row.contact_id)?.email ?? null,
    last4: digits.get(row.from_credit_card_id ?? accountOf(row) ?? '') ?? null,
  }))
}
