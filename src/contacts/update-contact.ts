import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import { endpoint } from '../http/endpoint.ts'
import { contactPath, definedOf } from '../http/schema.ts'
import {
  type ContactRow,
  contactColumns,
  contactFields,
  contactSchema,
  lockContact,
  showContact,
} from './contact.ts'

export const updateContact = endpoint({
  operationId: 'update_contact',
  method: 'PATCH',
  path: '/contact/{contact_id}',
  tag: 'Contacts',
  summary: 'Change a contact',
  description:
    'Fields that are left out stay as they are; `tags: null` takes all away. A change of nothing leaves `updated_at` alone and tells no event.',
  scope: 'contacts:write',
  pathSchema: contactPath,
  bodySchema: z.strictObject({ ...contactFields, tags: contactFields.tags.nullable() }).partial(),
  answers: { 200: { description: 'The contact as it is now', schema: contactSchema } },
  async handle({ db, companyId, path, body }) {
    const had = await lockContact(db, companyId, path.contact_id)
    const asked = { ...had, ...definedOf({ ...body, tags: body.tags === null ? [] : body.tags }) }
    if (isDeepStrictEqual(asked, had)) return { body: showContact(had) }
    const contact = await db.one<ContactRow>(sql`
      update contacts set email = ${asked.email}, name = ${asked.name}, tags = ${asked.tags}, language = ${asked.language},
        updated_at = jetpay_now()
      where company_id = ${companyId} and contact_id = ${path.contact_id}
      returning ${contactColumns}`)
    const { contact_id: contactId, email, name } = contact
    await announce(db, companyId, 'contacts.updated', { contactId, email, name })
    return { body: showContact(contact) }
  },
})
