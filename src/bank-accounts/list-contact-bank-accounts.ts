import { findContact } from '../contacts/contact.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { contactPath } from '../http/schema.ts'
import { bankAccountSchema, readBankAccounts, showBankAccount } from './bank-account.ts'

export const listContactBankAccounts = endpoint({
  operationId: 'list_contact_bank_accounts',
  method: 'GET',
  path: '/contact/{contact_id}/bank_accounts',
  tag: 'Bank accounts',
  summary: "List a contact's bank accounts",
  scope: 'contacts:read',
  pathSchema: contactPath,
  querySchema: listQuery,
  answers: { 200: { description: 'A page of bank accounts', schema: pageOf(bankAccountSchema) } },
  async handle({ db, companyId, path: { contact_id: contactId }, query: { limit, cursor } }) {
    await findContact(db, companyId, contactId)
    const rows = await readBankAccounts(db, companyId, contactId, before(cursor), limit + 1)
    return { body: toPage(rows, limit, (row) => row.bank_account_id, showBankAccount) }
  },
})
