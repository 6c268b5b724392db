import { z } from 'zod'
import { empty, type Statement, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { amount, noPath, text, timestamp, uuid } from '../http/schema.ts'
import { transactionStates } from './debit.ts'
import {
  creditColumns,
  debitColumns,
  showTransaction,
  type TransactionRow,
  transactionKinds,
  transactionSchema,
} from './transaction.ts'

const query = listQuery.extend({
  kind: z.enum(transactionKinds).optional(),
  state: z.enum(transactionStates).optional(),
  contact_id: uuid.optional(),
  amount: amount.optional(),
  statement: text(30).optional().meta({ description: 'A part of it, in any case' }),
  created_after: timestamp.optional(),
  created_before: timestamp.optional(),
})
type Query = z.infer<typeof query>

export const listTransactions = endpoint({
  operationId: 'list_transactions',
  method: 'GET',
  path: '/transaction',
  tag: 'Transactions',
  summary: 'List transactions',
  description: 'Debits and credits, newest first; those that the token may read.',
  scope: ['debits:read', 'credits:read'],
  pathSchema: noPath,
  querySchema: query,
  answers: { 200: { description: 'A page of transactions', schema: pageOf(transactionSchema) } },
  async handle({ db, caller, companyId, query }) {
    const shows = (kind: 'debit' | 'credit') =>
      (query.kind ?? kind) === kind && caller.scopes.includes(`${kind}s:read`)
    const page = (columns: Statement, table: Statement, id: Statement) => sql`(
      select ${columns} from ${table}
      where company_id = ${companyId} and ${id} < ${before(query.cursor)} ${filters(query)}
      order by ${id} desc limit ${query.limit + 1})`
    const pages = [
      shows('debit') ? page(debitColumns, sql`debits`, sql`debit_id`) : undefined,
      shows('credit') ? page(creditColumns, sql`credits`, sql`credit_id`) : undefined,
    ].filter((part) => part !== undefined)
    const [first, second] = pages
    const rows = first
      ? await db.many<TransactionRow>(sql`
          select * from (${first} ${second ? sql`union all ${second}` : empty}) page
          order by identifier desc limit ${query.limit + 1}`)
      : []
    return { body: toPage(rows, query.limit, (row) => row.identifier, showTransaction) }
  },
})

const filters = ({ state, contact_id, amount, statement, created_after, created_before }: Query) => sql`
  ${state ? sql`and state = ${state}` : empty}
  ${contact_id ? sql`and contact_id = ${contact_id}` : empty}
  ${amount ? sql`and amount = ${amount}` : empty}
  ${statement ? sql`and position(lower(${statement}) in lower(statement)) > 0` : empty}
  ${created_after ? sql`and created_at > ${created_after}` : empty}
  ${created_before ? sql`and created_at < ${created_before}` : empty}`
