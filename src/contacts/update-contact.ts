import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import { endpoint } from '../http/endpoint.ts'
import { contactPath } from '../http/schema.ts'
import {
  type ContactRow,
  contactColumns,
  contactFields,
  contactSchema,
  noContact,
  showContact,
} from './contact.ts'

export const updateContact = endpoint({
  operationId: 'update_contact',
  method: 'PATCH',
  path: '/contact/{contact_id}',
  tag: 'Contacts',
  summary: 'Change a contact',
  description: 'Fields that are left out stay as they are.',
  scope: 'contacts:write',
  pathSchema: contactPath,
  bodySchema: z.strictObject(contactFields).partial(),
  answers: { 200: { description: 'The contact as it is now', schema: contactSchema } },
  async handle({ db, companyId, path, body }) {
    const contact = await db.first<ContactRow>(sql`
      update contacts set
        email = coalesce(${body.email ?? null}, email),
        name = coalesce(${body.name ?? null}, name),
        tags = coalesce(${body.tags ?? null}::text[], tags),
        language = case when ${body.language !== undefined} then ${body.language ?? null} else language end,
        updated_at = jetpay_now()
      where company_id = ${companyId} and contact_id = ${path.contact_id} and deleted_at is null
      returning ${contactColumns}`)
    if (!contact) throw noContact(path.contact_id)
    const { contact_id: contactId, email, name } = contact
    await announce(db, companyId, 'contacts.updated', { contactId, email, name })
    return { body: showContact(contact) }
  },
})
