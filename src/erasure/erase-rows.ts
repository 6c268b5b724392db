import { type Database, type Db, sql } from '../db/sql.ts'
import { blankDebitNotes } from '../debits/debit-moves.ts'
import { isPersonal } from '../events/personal-events.ts'
import type { Seal } from '../ground/seal.ts'

/** Rows of one statement where there may be many. */
const BATCH = 1_000

/**
 * Blanks what rows tell of the person. Ids, amounts, times, states and last four digits stay: books, returns
 * and disputes are found by them.
 */
export async function eraseRows(
  db: Database,
  seal: Seal,
  companyId: string,
  contactId: string,
): Promise<void> {
  await eraseExports(db, companyId, contactId)
  await eraseNotes(db, companyId, contactId)
  await eraseAround(db, companyId, contactId)
  await eraseAccounts(db, seal, companyId, contactId)
  await db.run(sql`
    update contacts set email = '', name = '', tags = '{}', language = null, external_reference = null, metadata = '{}',
      updated_at = jetpay_now()
    where company_id = ${companyId} and contact_id = ${contactId} and name <> ''`)
}

async function inBatches(one: () => Promise<number>): Promise<void> {
  while ((await one()) === BATCH);
}

/** Files with notes, where the contact has any: whoever needs one makes it anew. */
const eraseExports = (db: Db, companyId: string, contactId: string) =>
  db.run(sql`
    delete from exports e where company_id = ${companyId} and kind = 'transactions' and 'note' = any (columns) and (
      exists (select from debits where company_id = ${companyId} and contact_id = ${contactId} and note is not null)
      or exists (select from credits where company_id = ${companyId} and contact_id = ${contactId} and note is not null))`)

async function eraseNotes(db: Db, companyId: string, contactId: string): Promise<void> {
  await inBatches(() => blankDebitNotes(db, companyId, contactId, BATCH))
  await inBatches(() =>
    db.run(sql`
      update credits set note = null where company_id = ${companyId} and credit_id = any (array(
        select credit_id from credits
        where company_id = ${companyId} and contact_id = ${contactId} and note is not null limit ${BATCH}))`),
  )
  await inBatches(() =>
    db.run(sql`
      update refunds set note = null where company_id = ${companyId} and refund_id = any (array(
        select r.refund_id from refunds r join debits d on d.company_id = r.company_id and d.debit_id = r.debit_id
        where r.company_id = ${companyId} and d.contact_id = ${contactId} and r.note is not null limit ${BATCH}))`),
  )
  await db.run(sql`
    update schedules set note = null
    where company_id = ${companyId} and contact_id = ${contactId} and note is not null`)
}

/** What stands beside the contact's payments and events. */
async function eraseAround(db: Db, companyId: string, contactId: string): Promise<void> {
  await db.run(sql`
    update debit_cards c set opened_from = null from debits d
    where c.company_id = ${companyId} and c.opened_from is not null
      and d.company_id = c.company_id and d.debit_id = c.debit_id and d.contact_id = ${contactId}`)
  await db.run(sql`
    update bank_notices n set holder_name = null, account_number_sealed = null from bank_accounts a
    where n.company_id = ${companyId} and a.company_id = n.company_id and a.bank_account_id = n.bank_account_id
      and a.contact_id = ${contactId}`)
  // The disputes are over: their evidence is of no use but to tell of the person.
  await db.run(sql`
    update dispute_evidence e set content_sealed = null, deleted_at = coalesce(e.deleted_at, jetpay_now()),
      name = case when e.name is not null then 'erased' end
    from disputes x join debits d on d.company_id = x.company_id and d.debit_id = x.debit_id
    where e.company_id = ${companyId} and x.company_id = e.company_id and x.dispute_id = e.dispute_id
      and d.contact_id = ${contactId}`)
  // What a receiver said to the contact's events may repeat them.
  await db.run(sql`
    update deliveries d set response_excerpt = null
    where d.company_id = ${companyId} and d.response_excerpt is not null and exists (
      select from events where company_id = ${companyId} and ${isPersonal} and data ->> 'contactId' = ${contactId}
        and event_id between d.first_event_id and d.last_event_id)`)
}

type Account = { bank_account_id: string }

/** The number is sealed as none, each bound to its row. */
async function eraseAccounts(db: Db, seal: Seal, companyId: string, contactId: string): Promise<void> {
  const accounts = await db.many<Account>(sql`
    select bank_account_id from bank_accounts
    where company_id = ${companyId} and contact_id = ${contactId} and holder_name <> ''`)
  for (const { bank_account_id: id } of accounts)
    await db.run(sql`
      update bank_accounts set institution = null, title = null, holder_name = '', holder_address = null,
        holder_address_postal_code = null, holder_address_city = null, holder_address_country = null, holder_email = null,
        account_number_sealed = ${seal.seal('', `bank_account ${companyId} ${id}`)}
      where company_id = ${companyId} and bank_account_id = ${id}`)
}
