import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { announce } from '../events/announce.ts'
import { newId } from '../ground/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import { labelColumns, labelFields, labelsOf } from '../http/metadata.ts'
import { noPath } from '../http/schema.ts'
import {
  type ContactRow,
  contactColumns,
  contactEventData,
  contactFields,
  contactSchema,
  showContact,
} from './contact.ts'

export const createContact = endpoint({
  operationId: 'create_contact',
  method: 'PUT',
  path: '/contact',
  tag: 'Contacts',
  summary: 'Create a contact',
  description:
    'A contact is a person or business that you charge or pay. Its `identifier` is in every later call.',
  scope: 'contacts:write',
  pathSchema: noPath,
  bodySchema: z.strictObject({
    ...contactFields,
    tags: contactFields.tags.default([]),
    language: contactFields.language.default(null),
    ...labelFields,
  }),
  answers: { 200: { description: 'The contact', schema: contactSchema } },
  async handle({ db, companyId, body }) {
    const { external_reference, metadata } = labelsOf(body)
    const contact = await db.one<ContactRow>(sql`
      insert into contacts (company_id, contact_id, email, name, tags, language, ${labelColumns})
      values (${companyId}, ${newId()}, ${body.email}, ${body.name}, ${body.tags}, ${body.language},
        ${external_reference}, ${JSON.stringify(metadata)})
      returning ${contactColumns}`)
    await announce(db, companyId, 'contacts.created', contactEventData(contact))
    return { body: showContact(contact) }
  },
})
