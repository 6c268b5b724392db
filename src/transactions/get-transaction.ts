import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { findForCaller, showTransaction, transactionPath, transactionSchema } from './transaction.ts'

const moveSchema = z.object({
  move: z.string(),
  from_state: z.string().nullable(),
  to_state: z.string(),
  moved_at: z.iso.datetime(),
})
const returnSchema = z.object({
  direction: z.enum(['pull', 'push']),
  reason: z.string(),
  returned_at: z.iso.datetime(),
})

export const getTransaction = endpoint({
  operationId: 'get_transaction',
  method: 'GET',
  path: '/transaction/{identifier}',
  tag: 'Transactions',
  summary: 'Get a transaction with its history',
  description: '`returns` is what a bank took or sent back after it had counted as good.',
  scope: ['debits:read', 'credits:read'],
  pathSchema: transactionPath,
  answers: {
    200: {
      description: 'The transaction',
      schema: transactionSchema
        .extend({ history: z.array(moveSchema), returns: z.array(returnSchema) })
        .meta({ id: 'TransactionWithHistory' }),
    },
  },
  async handle({ db, caller, companyId, path }) {
    const found = await findForCaller(db, caller, path.identifier, 'read')
    const history = await db.many<z.infer<typeof moveSchema>>(sql`
      select move, from_state, to_state, moved_at from transaction_moves
      where company_id = ${companyId} and transaction_id = ${found.identifier} order by sequence`)
    const returns = await db.many<z.infer<typeof returnSchema>>(sql`
      select fail_direction as direction, fail_reason as reason, failed_at as returned_at from bank_items
      where company_id = ${companyId} and subject_id = ${found.identifier} and state = 'returned' and late
      order by failed_at`)
    return { body: { ...showTransaction(found), history, returns } }
  },
})
