import { z } from 'zod'
import { badField } from '../bank-accounts/movable-account.ts'
import type { ContactDeletion } from '../contacts/delete-contact.ts'
import { endpoint } from '../http/endpoint.ts'
import { contactPath, uuid } from '../http/schema.ts'
import { askForErasure, requireKnown } from './ask-for-erasure.ts'
import { contactErasureSchema, reasonField, showErasure } from './contact-erasure-schema.ts'

/** `deletions`: as of `deleteContact`. */
export const eraseContact = (deletions: readonly ContactDeletion[]) =>
  endpoint({
    operationId: 'erase_contact',
    method: 'POST',
    path: '/contact/{contact_id}/erase',
    tag: 'Contacts',
    summary: 'Erase a contact',
    description:
      'Irrevocable. Deletes the contact, where it is not deleted yet, and then erases what is known of the person: name, addresses, accounts, mails, evidence and notes, also in events of the log, whose ids, hashes and proofs stay. Transactions and ledger stay, under the contact’s id. 409 while money of the contact is moving; then nothing is changed. What stays for how long: /docs/guide/erasure.',
    scope: 'contacts:write',
    reauthenticate: true,
    pathSchema: contactPath,
    bodySchema: z.strictObject({
      confirm_contact_id: uuid.meta({ description: 'The contact’s id once more: there is no way back' }),
      reason: reasonField,
    }),
    answers: {
      202: { description: 'Asked for, or erased already', schema: contactErasureSchema },
    },
    problems: ['wrong_state'],
    async handle({ db, companyId, path: { contact_id: contactId }, body }) {
      await requireKnown(db, companyId, contactId)
      if (body.confirm_contact_id !== contactId)
        throw badField('confirm_contact_id', 'must be the id of the contact in the path')
      const erasure = await askForErasure(db, companyId, contactId, body.reason, deletions)
      return { status: 202, body: showErasure(erasure) }
    },
  })
