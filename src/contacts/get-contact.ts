import { endpoint } from '../http/endpoint.ts'
import { contactPath } from '../http/schema.ts'
import { contactSchema, findContact, showContact } from './contact.ts'

export const getContact = endpoint({
  operationId: 'get_contact',
  method: 'GET',
  path: '/contact/{contact_id}',
  tag: 'Contacts',
  summary: 'Get a contact',
  scope: 'contacts:read',
  pathSchema: contactPath,
  answers: { 200: { description: 'The contact', schema: contactSchema } },
  async handle({ db, companyId, path }) {
    return { body: showContact(await findContact(db, companyId, path.contact_id)) }
  },
})
