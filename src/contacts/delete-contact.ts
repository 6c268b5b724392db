import { type Db, sql } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import { endpoint } from '../http/endpoint.ts'
import { contactPath, okSchema } from '../http/schema.ts'
import { noContact } from './contact.ts'

/** What goes with a contact, in the transaction that deletes it. */
export type ContactDeletion = (db: Db, companyId: string, contactId: string) => Promise<unknown>

/** Deletes a contact with all that goes with it, and tells it. False where there is none. */
export async function removeContact(
  db: Db,
  companyId: string,
  contactId: string,
  deletions: readonly ContactDeletion[],
): Promise<boolean> {
  const deleted = await db.run(sql`
    update contacts set deleted_at = jetpay_now(), updated_at = jetpay_now()
    where company_id = ${companyId} and contact_id = ${contactId} and deleted_at is null`)
  if (deleted === 0) return false
  for (const deletion of deletions) await deletion(db, companyId, contactId)
  await announce(db, companyId, 'contacts.deleted', { contactId })
  return true
}

/** `deletions`: what of it each slice ends, in their order (`erasure/contact-deletions.ts`). */
export const deleteContact = (deletions: readonly ContactDeletion[]) =>
  endpoint({
    operationId: 'delete_contact',
    method: 'DELETE',
    path: '/contact/{contact_id}',
    tag: 'Contacts',
    summary: 'Delete a contact',
    description:
      'Its cards and bank accounts can no longer be used, and its card data is shredded: the key that opens it is destroyed. Its schedules and what it has open are cancelled, each with its event: debits and credits whose funds are not on their way yet, and holds, which are released. All of its transactions stay on record. Name and addresses stay too: `POST /contact/{contact_id}/erase` erases them.',
    scope: 'contacts:write',
    pathSchema: contactPath,
    answers: { 200: { description: 'Deleted', schema: okSchema } },
    async handle({ db, companyId, path: { contact_id: contactId } }) {
      if (!(await removeContact(db, companyId, contactId, deletions))) throw noContact(contactId)
      return { body: { ok: true } }
    },
  })
