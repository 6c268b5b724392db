import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { okSchema, uuid } from '../http/schema.ts'
import { deleteBankAccounts, noBankAccount } from './bank-account.ts'

export const deleteContactBankAccount = endpoint({
  operationId: 'delete_contact_bank_account',
  method: 'DELETE',
  path: '/contact/{contact_id}/bank_accounts/{bank_account_id}',
  tag: 'Bank accounts',
  summary: "Delete a contact's bank account",
  scope: 'contacts:write',
  pathSchema: z.object({ contact_id: uuid, bank_account_id: uuid }),
  answers: { 200: { description: 'Deleted', schema: okSchema } },
  async handle({ db, companyId, path }) {
    const deleted = await deleteBankAccounts(db, companyId, path.contact_id, path.bank_account_id)
    if (deleted === 0) throw noBankAccount(path.bank_account_id)
    return { body: { ok: true } }
  },
})
