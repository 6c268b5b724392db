import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { labelFields, labelsOf } from '../http/metadata.ts'
import { noPath } from '../http/schema.ts'
import { contactFields, contactSchema, insertContact, showContact } from './contact.ts'

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
    const contact = await insertContact(db, companyId, { ...body, ...labelsOf(body) })
    return { body: showContact(contact) }
  },
})
