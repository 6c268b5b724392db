import { deleteBankAccounts } from '../bank-accounts/bank-account.ts'
import { deleteCreditCards } from '../cards/credit-card.ts'
import { sql } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import { endpoint } from '../http/endpoint.ts'
import { contactPath, okSchema } from '../http/schema.ts'
import { cancelSchedules } from '../schedules/schedule.ts'
import { cancelOpen } from '../transactions/cancel-open.ts'
import { noContact } from './contact.ts'

export const deleteContact = endpoint({
  operationId: 'delete_contact',
  method: 'DELETE',
  path: '/contact/{contact_id}',
  tag: 'Contacts',
  summary: 'Delete a contact',
  description:
    'Its cards and bank accounts can no longer be used, and its card data is shredded: the key that opens it is destroyed. Its schedules and what it has open are cancelled, each with its event: debits and credits whose funds are not on their way yet, and holds, which are released. All of its transactions stay on record.',
  scope: 'contacts:write',
  pathSchema: contactPath,
  answers: { 200: { description: 'Deleted', schema: okSchema } },
  async handle({ db, companyId, path: { contact_id: contactId } }) {
    const deleted = await db.run(sql`
      update contacts set deleted_at = jetpay_now(), updated_at = jetpay_now()
      where company_id = ${companyId} and contact_id = ${contactId} and deleted_at is null`)
    if (deleted === 0) throw noContact(contactId)
    // First the schedules: what one of them makes at this moment is then there to be cancelled.
    await cancelSchedules(db, companyId, contactId)
    await cancelOpen(db, companyId, contactId)
    await deleteCreditCards(db, companyId, contactId)
    await deleteBankAccounts(db, companyId, contactId)
    await announce(db, companyId, 'contacts.deleted', { contactId })
    return { body: { ok: true } }
  },
})
