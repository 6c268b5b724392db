import { showTransaction, transactionSchema } from '../debits/transaction.ts'
import { endpoint } from '../http/endpoint.ts'
import { pageOf } from '../http/list.ts'
import { noPath } from '../http/schema.ts'
import { findTransactions, kindsFor, transactionQuery } from './find-transactions.ts'

export const listTransactions = endpoint({
  operationId: 'list_transactions',
  method: 'GET',
  path: '/transaction',
  tag: 'Transactions',
  summary: 'List transactions',
  description: 'Debits and credits, newest first; those that the token may read.',
  scope: ['debits:read', 'credits:read'],
  pathSchema: noPath,
  querySchema: transactionQuery,
  answers: { 200: { description: 'A page of transactions', schema: pageOf(transactionSchema) } },
  async handle({ db, caller, companyId, query }) {
    const { data, next_cursor } = await findTransactions(db, companyId, query, kindsFor(caller.scopes))
    return { body: { data: data.map(showTransaction), next_cursor } }
  },
})
