import { noContact } from '../contacts/contact.ts'
import { type ErasureReason, type ErasureRow, findErasure } from '../contacts/contact-erasure.ts'
import { type ContactDeletion, removeContact } from '../contacts/delete-contact.ts'
import { type Db, sql } from '../db/sql.ts'
import { requireNoOpenMoney } from './open-money.ts'

/** 404 for a contact that is another company's, or never was. One that was deleted is known. */
export async function requireKnown(db: Db, companyId: string, contactId: string): Promise<void> {
  const known = await db.first(
    sql`select from contacts where company_id = ${companyId} and contact_id = ${contactId}`,
  )
  if (!known) throw noContact(contactId)
}

/**
 * Deletes the contact, unless it is, and asks the worker to erase it: in the caller's transaction, which is
 * to undo all where it throws. Asked for again, it answers what became of the first. Of two at once the
 * second waits for the first.
 */
export async function askForErasure(
  db: Db,
  companyId: string,
  contactId: string,
  reason: ErasureReason,
  deletions: readonly ContactDeletion[],
): Promise<ErasureRow> {
  const contact = await db.first<{ deleted_at: Date | null }>(sql`
    select deleted_at from contacts where company_id = ${companyId} and contact_id = ${contactId} for update`)
  if (!contact) throw noContact(contactId)
  const asked = await findErasure(db, companyId, contactId)
  if (asked) return asked
  if (!contact.deleted_at) await removeContact(db, companyId, contactId, deletions)
  await requireNoOpenMoney(db, companyId, contactId)
  return db.one<ErasureRow>(sql`
    insert into contact_erasures (company_id, contact_id, reason) values (${companyId}, ${contactId}, ${reason})
    returning contact_id, state, reason, asked_at, erased_at`)
}
