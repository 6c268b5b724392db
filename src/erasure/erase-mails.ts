import { type Db, sql } from '../db/sql.ts'
import { LOWEST_ID } from '../ground/ids.ts'

/** Mails that one statement looks at. */
const PAGE = 2_000

/**
 * Deletes what was mailed about the contact's payments: every mail to a payer names its payment. One that
 * names none is to somebody who works for the company, who may have the contact's address.
 */
export async function eraseMails(db: Db, companyId: string, contactId: string): Promise<void> {
  for (let after: string | null = LOWEST_ID; after; ) after = await erasePage(db, companyId, contactId, after)
}

/** The last mail that it looked at; null at the end. */
async function erasePage(
  db: Db,
  companyId: string,
  contactId: string,
  after: string,
): Promise<string | null> {
  const page = await db.one<{ looked_at: bigint; last: string | null }>(sql`
    with page as materialized (
      select mail_id, transaction_id from mails
      where company_id = ${companyId} and mail_id > ${after} order by mail_id limit ${PAGE}
    ), gone as (
      delete from mails m using page p
      where m.company_id = ${companyId} and m.mail_id = p.mail_id and (
        exists (select from debits d
          where d.company_id = ${companyId} and d.debit_id = p.transaction_id and d.contact_id = ${contactId})
        or exists (select from credits c
          where c.company_id = ${companyId} and c.credit_id = p.transaction_id and c.contact_id = ${contactId}))
    )
    select count(*) as looked_at, (array_agg(mail_id order by mail_id desc))[1] as last from page`)
  return page.looked_at === BigInt(PAGE) ? page.last : null
}
