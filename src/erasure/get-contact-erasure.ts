import { findErasure } from '../contacts/contact-erasure.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { contactPath } from '../http/schema.ts'
import { contactErasureSchema, showErasure } from './contact-erasure-schema.ts'

export const getContactErasure = endpoint({
  operationId: 'get_contact_erasure',
  method: 'GET',
  path: '/contact/{contact_id}/erasure',
  tag: 'Contacts',
  summary: 'Get a contact’s erasure',
  description: 'Also of a contact that is gone: it shows that it was asked for, and that it was done.',
  scope: 'contacts:read',
  pathSchema: contactPath,
  answers: { 200: { description: 'The erasure', schema: contactErasureSchema } },
  async handle({ db, companyId, path: { contact_id: contactId } }) {
    const erasure = await findErasure(db, companyId, contactId)
    if (!erasure)
      throw new Problem('not_found', `Nobody has asked to erase a contact ${contactId} of your company.`)
    return { body: showErasure(erasure) }
  },
})
