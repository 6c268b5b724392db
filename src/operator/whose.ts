import { type Db, sql } from '../db/sql.ts'

/** What an operator names by its id alone; whose it is, is found. */
const found = {
  transaction: (id: string) => sql`
    select company_id from companies c
    where exists (select from debits d where d.company_id = c.company_id and d.debit_id = ${id})
      or exists (select from credits r where r.company_id = c.company_id and r.credit_id = ${id})`,
  payout: (id: string) => sql`
    select company_id from companies c
    where exists (select from payouts p where p.company_id = c.company_id and p.payout_id = ${id})`,
  contact: (id: string) => sql`select company_id from contacts where contact_id = ${id}`,
  token: (id: string) => sql`select company_id from api_tokens where token_id = ${id}`,
  /** The platform has mails too. */
  mail: (id: string) => sql`select company_id from mails where mail_id = ${id}`,
} as const

export type Owned = keyof typeof found

/** The company that it is of; undefined where there is none such. */
export const companyOf = async (db: Db, what: Owned, id: string): Promise<string | undefined> =>
  (await db.first<{ company_id: string }>(found[what](id)))?.company_id
