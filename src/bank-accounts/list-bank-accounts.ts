import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath } from '../http/schema.ts'
import { bankAccountSchema, readBankAccounts, showBankAccount } from './bank-account.ts'

export const listBankAccounts = endpoint({
  operationId: 'list_bank_accounts',
  method: 'GET',
  path: '/bank_account',
  tag: 'Bank accounts',
  summary: 'List the bank accounts of your company',
  scope: 'company:read',
  pathSchema: noPath,
  querySchema: listQuery,
  answers: { 200: { description: 'A page of bank accounts', schema: pageOf(bankAccountSchema) } },
  async handle({ db, companyId, query: { limit, cursor } }) {
    const rows = await readBankAccounts(db, companyId, null, before(cursor), limit + 1)
    return { body: toPage(rows, limit, (row) => row.bank_account_id, showBankAccount) }
  },
})
