import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { okSchema, uuid } from '../http/schema.ts'
import { deleteBankAccounts, noBankAccount } from './bank-account.ts'

export const deleteBankAccount = endpoint({
  operationId: 'delete_bank_account',
  method: 'DELETE',
  path: '/bank_account/{bank_account_id}',
  tag: 'Bank accounts',
  summary: 'Delete a bank account of your company',
  description: 'Debits that name it can no longer be made; those already made are still deposited there.',
  scope: 'company:write',
  reauthenticate: true,
  pathSchema: z.object({ bank_account_id: uuid }),
  answers: { 200: { description: 'Deleted', schema: okSchema } },
  async handle({ db, companyId, path: { bank_account_id: id } }) {
    if ((await deleteBankAccounts(db, companyId, null, id)) === 0) throw noBankAccount(id)
    return { body: { ok: true } }
  },
})
