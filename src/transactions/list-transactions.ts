import { z } from 'zod'
import { empty, type Statement, sql } from '../db/sql.ts'
import { transactionStates } from '../debits/debit.ts'
import {
  creditColumns,
  debitColumns,
  showTransaction,
  type TransactionRow,
  transactionKinds,
  transactionSchema,
} from '../debits/transaction.ts'
import { endpoint } from '../http/endpoint.ts'
import { anyOf, before, createdQuery, createdWithin, listQuery, pageOf, toPage } from '../http/list.ts'
import { labelledSo, labelQuery } from '../http/metadata.ts'
import { amount, currency, noPath, text, uuid } from '../http/schema.ts'

const query = listQuery.extend({
  kind: z.enum(transactionKinds).optional(),
  state: anyOf(transactionStates).optional(),
  contact_id: uuid.optional(),
  rail: z.enum(['card', 'eft']).optional(),
  currency: currency.optional(),
  fail_reason: text(100)
    .optional()
    .meta({ examples: ['insufficient_funds'] }),
  credit_card_id: uuid.optional().meta({ description: 'The card that a debit was charged to' }),
  bank_account_id: uuid
    .optional()
    .meta({ description: 'On either side: where it is pulled from, or goes to' }),
  amount: amount.optional(),
  statement: text(30).optional().meta({ description: 'A part of it, in any case' }),
  ...labelQuery,
  ...createdQuery,
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
    const page = (kind: 'debit' | 'credit', columns: Statement, table: Statement, id: Statement) => sql`(
      select ${columns} from ${table}
      where company_id = ${companyId} and ${id} < ${before(query.cursor)} ${filters(query)} ${filtersOf[kind](query)}
      order by ${id} desc limit ${query.limit + 1})`
    const pages = [
      shows('debit') ? page('debit', debitColumns, sql`debits`, sql`debit_id`) : undefined,
      shows('credit') ? page('credit', creditColumns, sql`credits`, sql`credit_id`) : undefined,
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

const filters = (query: Query) => sql`
  ${query.state ? sql`and state = any (${query.state})` : empty}
  ${query.contact_id ? sql`and contact_id = ${query.contact_id}` : empty}
  ${query.currency ? sql`and currency = ${query.currency}` : empty}
  ${query.fail_reason ? sql`and fail_reason = ${query.fail_reason}` : empty}
  ${query.bank_account_id ? sql`and ${query.bank_account_id} in (from_bank_account_id, to_bank_account_id)` : empty}
  ${query.amount ? sql`and amount = ${query.amount}` : empty}
  ${query.statement ? sql`and position(lower(${query.statement}) in lower(statement)) > 0` : empty}
  ${labelledSo(query)} ${createdWithin(query)}`

/** What only one of the two tables has: every credit goes by bank, and none has a card. */
const filtersOf = {
  debit: ({ rail, credit_card_id: card }: Query) => sql`
    ${rail ? sql`and rail = ${rail}` : empty} ${card ? sql`and from_credit_card_id = ${card}` : empty}`,
  credit: ({ rail, credit_card_id: card }: Query) => (rail === 'card' || card ? sql`and false` : empty),
}
