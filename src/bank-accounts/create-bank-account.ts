import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import {
  bankAccountFields,
  bankAccountSchema,
  checkAccount,
  insertBankAccount,
  showBankAccount,
} from './bank-account.ts'

export const createBankAccount = endpoint({
  operationId: 'create_bank_account',
  method: 'PUT',
  path: '/bank_account',
  tag: 'Bank accounts',
  summary: 'Add a bank account of your company',
  description: 'Where the money of your debits is deposited, and where credits are paid from.',
  scope: 'company:write',
  reauthenticate: true,
  pathSchema: noPath,
  bodySchema: z.strictObject(bankAccountFields).superRefine(checkAccount),
  answers: { 201: { description: 'The bank account', schema: bankAccountSchema } },
  async handle({ db, companyId, body, context }) {
    return {
      status: 201,
      body: showBankAccount(await insertBankAccount(db, context.seal, companyId, null, body)),
    }
  },
})
