import { z } from 'zod'
import { formerNumberOf } from '../cards/former-number.ts'
import { type Db, sql } from '../db/sql.ts'
import { showTransaction, type TransactionRow, transactionSchema } from '../debits/transaction.ts'
import { endpoint } from '../http/endpoint.ts'
import { pageOf } from '../http/list.ts'
import { noPath } from '../http/schema.ts'
import { findTransactions, kindsFor, transactionQuery } from './find-transactions.ts'

const cardSchema = z.object({ brand: z.string().nullable(), last4: z.string().nullable() })
const listedSchema = transactionSchema
  .extend({
    card: cardSchema.nullable().meta({ description: 'Of a debit by card: how people know the card' }),
  })
  .meta({ id: 'ListedTransaction' })

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
  answers: { 200: { description: 'A page of transactions', schema: pageOf(listedSchema) } },
  async handle({ db, caller, companyId, query }) {
    const { data, next_cursor } = await findTransactions(db, companyId, query, kindsFor(caller.scopes))
    const cards = await cardsOf(db, companyId, data)
    const show = (row: TransactionRow) => ({
      ...showTransaction(row),
      card: cards.get(row.identifier) ?? null,
    })
    return { body: { data: data.map(show), next_cursor } }
  },
})

/** The cards of a page's debits as they were then, by the debits' ids. */
async function cardsOf(db: Db, companyId: string, rows: readonly TransactionRow[]) {
  const ids = rows.flatMap((row) => (row.from_credit_card_id ? row.identifier : []))
  if (ids.length === 0) return new Map<string, z.infer<typeof cardSchema>>()
  const found = await db.many<{ debit_id: string } & z.infer<typeof cardSchema>>(sql`
    select d.debit_id, coalesce(former.brand, card.brand) as brand, coalesce(former.last4, card.last4) as last4
    from debits d
    join credit_cards card on card.company_id = ${companyId} and card.credit_card_id = d.from_credit_card_id
    ${formerNumberOf(companyId, sql`d.created_at`)}
    where d.company_id = ${companyId} and d.debit_id = any (${ids}::uuid[])`)
  return new Map(found.map(({ debit_id, ...card }) => [debit_id, card]))
}
