import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import { endpoint } from '../http/endpoint.ts'
import { changedLabels, labelFields } from '../http/metadata.ts'
import { contactPath, definedOf } from '../http/schema.ts'
import {
  type ContactRow,
  contactColumns,
  contactEventData,
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
    'Fields that are left out stay as they are; null clears `tags`, `language`, `external_reference` and `metadata`, and `metadata` replaces all that there was. A change of nothing leaves `updated_at` alone and tells no event.',
  scope: 'contacts:write',
  pathSchema: contactPath,
  bodySchema: z
    .strictObject({ ...contactFields, tags: contactFields.tags.nullable(), ...labelFields })
    .partial(),
  answers: { 200: { description: 'The contact as it is now', schema: contactSchema } },
  async handle({ db, companyId, path, body }) {
    const had = await lockContact(db, companyId, path.contact_id)
    const { tags, ...fields } = body
    const asked = {
      ...had,
      ...definedOf({ ...fields, tags: tags === null ? [] : tags }),
      ...changedLabels(body),
    }
    if (isDeepStrictEqual(asked, had)) return { body: showContact(had) }
    const contact = await db.one<ContactRow>(sql`
      update contacts set email = ${asked.email}, name = ${asked.name}, tags = ${asked.tags}, language = ${asked.language},
        external_reference = ${asked.external_reference}, metadata = ${JSON.stringify(asked.metadata)},
        updated_at = jetpay_now()
      where company_id = ${companyId} and contact_id = ${path.contact_id}
      returning ${contactColumns}`)
    await announce(db, companyId, 'contacts.updated', contactEventData(contact))
    return { body: showContact(contact) }
  },
})
