import { z } from 'zod'
import { holdContact } from '../contacts/contact.ts'
import { announce } from '../events/announce.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath, uuid } from '../http/schema.ts'
import {
  bankAccountFields,
  bankAccountSchema,
  checkAccount,
  insertBankAccount,
  showBankAccount,
} from './bank-account.ts'

export const createContactBankAccount = endpoint({
  operationId: 'create_contact_bank_account',
  method: 'PUT',
  path: '/contact/bank_account',
  aliases: ['/contact/bank-account'],
  tag: 'Bank accounts',
  summary: "Add a contact's bank account",
  description: 'The account number is encrypted at rest and only ever answered as its last four digits.',
  scope: 'contacts:write',
  // Credits are paid to it.
  reauthenticate: true,
  pathSchema: noPath,
  bodySchema: z.strictObject({ contact_id: uuid, ...bankAccountFields }).superRefine(checkAccount),
  answers: { 201: { description: 'The bank account', schema: bankAccountSchema } },
  async handle({ db, companyId, body: { contact_id: contactId, ...fields }, context }) {
    await holdContact(db, companyId, contactId)
    const account = await insertBankAccount(db, context.seal, companyId, contactId, fields)
    const bankAccountId = account.bank_account_id
    await announce(db, companyId, 'contacts.bank_accounts.created', { contactId, bankAccountId })
    return { status: 201, body: showBankAccount(account) }
  },
})
