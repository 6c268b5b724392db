import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { findDebit, showDebit, transactionPath, transactionSchema } from './debit.ts'

const moveSchema = z.object({
  move: z.string(),
  from_state: z.string().nullable(),
  to_state: z.string(),
  moved_at: z.iso.datetime(),
})

export const getTransaction = endpoint({
  operationId: 'get_transaction',
  method: 'GET',
  path: '/transaction/{identifier}',
  tag: 'Transactions',
  summary: 'Get a transaction with its history',
  scope: 'debits:read',
  pathSchema: transactionPath,
  answers: {
    200: {
      description: 'The transaction',
      schema: transactionSchema.extend({ history: z.array(moveSchema) }),
    },
  },
  async handle({ db, companyId, path }) {
    const debit = await findDebit(db, companyId, path.identifier)
    const history = await db.many<z.infer<typeof moveSchema>>(sql`
      select move, from_state, to_state, moved_at from transaction_moves
      where company_id = ${companyId} and transaction_id = ${debit.debit_id} order by sequence`)
    return { body: { ...showDebit(debit), history } }
  },
})
