import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { labelFields } from '../http/metadata.ts'
import { contactPath, definedOf } from '../http/schema.ts'
import { changeContact, contactFields, contactSchema, lockContact, showContact } from './contact.ts'

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
    const cleared = {
      ...body,
      tags: body.tags === null ? [] : body.tags,
      metadata: body.metadata === null ? {} : body.metadata,
    }
    const asked = { ...had, ...definedOf(cleared) }
    if (isDeepStrictEqual(asked, had)) return { body: showContact(had) }
    const contact = await changeContact(db, companyId, path.contact_id, asked)
    return { body: showContact(contact) }
  },
})
