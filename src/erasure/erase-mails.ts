import { type Db, sql } from '../db/sql.ts'
import { isPersonal } from '../events/personal-events.ts'
import { LOWEST_ID } from '../ground/ids.ts'

/** Mails that one statement looks at. */
const PAGE = 2_000

/**
 * Deletes what was mailed about the contact's payments, and what was mailed to an address of the contact's
 * about none. (Two contacts may share an address: a mail about a payment is of the one who pays.)
 */
export async function eraseMails(db: Db, companyId: string, contactId: string): Promise<void> {
  const addresses = await addressesOf(db, companyId, contactId)
  for (let after: string | null = LOWEST_ID; after; )
    after = await erasePage(db, companyId, contactId, addresses, after)
}

/** All that the contact has had, as far as the log is not archived. */
async function addressesOf(db: Db, companyId: string, contactId: string): Promise<string[]> {
  const rows = await db.many<{ address: string }>(sql`
    select distinct lower(address) as address from (
      select email as address from contacts where company_id = ${companyId} and contact_id = ${contactId}
      union all
      select holder_email from bank_accounts where company_id = ${companyId} and contact_id = ${contactId}
      union all
      select data ->> 'email' from events
      where company_id = ${companyId} and ${isPersonal} and data ->> 'contactId' = ${contactId}
    ) known where address <> ''`)
  return rows.map(({ address }) => address)
}

/** The last mail that it looked at; null at the end. */
async function erasePage(
  db: Db,
  companyId: string,
  contactId: string,
  addresses: string[],
  after: string,
): Promise<string | null> {
  const page = await db.one<{ looked_at: bigint; last: string | null }>(sql`
    with page as materialized (
      select mail_id, to_address, transaction_id from mails
      where company_id = ${companyId} and mail_id > ${after} order by mail_id limit ${PAGE}
    ), gone as (
      delete from mails m using page p
      where m.company_id = ${companyId} and m.mail_id = p.mail_id and (
        p.transaction_id is null and lower(p.to_address) = any (${addresses}::text[])
        or exists (select from debits d
          where d.company_id = ${companyId} and d.debit_id = p.transaction_id and d.contact_id = ${contactId})
        or exists (select from credits c
          where c.company_id = ${companyId} and c.credit_id = p.transaction_id and c.contact_id = ${contactId}))
    )
    select count(*) as looked_at, (array_agg(mail_id order by mail_id desc))[1] as last from page`)
  return page.looked_at === BigInt(PAGE) ? page.last : null
}
