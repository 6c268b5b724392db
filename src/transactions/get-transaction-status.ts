import { z } from 'zod'
import { transactionStates } from '../debits/debit.ts'
import { findForCaller, transactionPath } from '../debits/transaction.ts'
import { endpoint } from '../http/endpoint.ts'
import { failReason } from '../http/schema.ts'

export const getTransactionStatus = endpoint({
  operationId: 'get_transaction_status',
  method: 'GET',
  path: '/transaction/{identifier}/status',
  tag: 'Transactions',
  summary: 'Get the state of a transaction',
  scope: ['debits:read', 'credits:read'],
  pathSchema: transactionPath,
  answers: {
    200: {
      description: 'Its state, and why and on which side it failed if it did',
      schema: z
        .object({
          state: z.enum(transactionStates),
          fail_reason: failReason.nullable(),
          fail_direction: z.enum(['pull', 'push']).nullable(),
        })
        .meta({ id: 'TransactionStatus' }),
    },
  },
  async handle({ db, caller, path }) {
    const { state, fail_reason, fail_direction } = await findForCaller(db, caller, path.identifier, 'read')
    return { body: { state, fail_reason, fail_direction } }
  },
})
