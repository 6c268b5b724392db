import { z } from 'zod'
import { creditList } from '../credits/credit-list.ts'
import { type Db, empty, sql } from '../db/sql.ts'
import { transactionStates } from '../debits/debit.ts'
import { debitList } from '../debits/debit-list.ts'
import {
  creditColumns,
  debitColumns,
  type TransactionKind,
  type TransactionRow,
  transactionKinds,
} from '../debits/transaction.ts'
import { anyOf, before, createdQuery, createdWithin, listQuery, toSearchedPage } from '../http/list.ts'
import { labelledSo, labelQuery, labelTerms } from '../http/metadata.ts'
import { amount, currency, text, uuid } from '../http/schema.ts'
import { search } from '../search/find-rows.ts'
import type { Wanted } from '../search/searched-list.ts'

/** What transactions are looked for by. */
export const transactionQuery = listQuery.extend({
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
  amount_from: amount.optional().meta({ description: 'This or more' }),
  amount_to: amount.optional().meta({ description: 'This or less' }),
  statement: text(30).optional().meta({ description: 'A part of it, in any case' }),
  ...labelQuery,
  ...createdQuery,
})
/** The largest that a `bigint` column holds. */
const AMOUNT_MAX = 2n ** 63n - 1n
export type TransactionQuery = z.infer<typeof transactionQuery>
type Query = TransactionQuery

/**
 * A page of debits and credits of these kinds, newest first. Where little matches it may be short of rows
 * that are there, and goes on at `next_cursor`.
 */
export async function findTransactions(
  db: Db,
  companyId: string,
  query: Query,
  kinds: readonly TransactionKind[],
): Promise<{ data: TransactionRow[]; next_cursor: string | null }> {
  const shows = (kind: TransactionKind) => (query.kind ?? kind) === kind && kinds.includes(kind)
  const { contact_id, credit_card_id: card } = query
  const asked = { companyId, before: before(query.cursor), limit: query.limit + 1 }
  const ofContact = contact_id ? sql`and contact_id = ${contact_id}` : undefined
  // Whoever has the card has few debits beside a company, and those of a contact have an index.
  const ofCard = card
    ? sql`and contact_id = (
        select c.contact_id from credit_cards c where c.company_id = ${companyId} and c.credit_card_id = ${card})`
    : undefined
  const found = await Promise.all([
    shows('debit')
      ? search<TransactionRow>(db, debitList, {
          ...asked,
          columns: debitColumns,
          key: ofContact ?? ofCard,
          where: ofDebits(query),
          wanted: wantedOf(query),
        })
      : nothing,
    shows('credit') && query.rail !== 'card' && !card
      ? search<TransactionRow>(db, creditList, {
          ...asked,
          columns: creditColumns,
          key: ofContact,
          where: filters(query),
          wanted: wantedOf({ ...query, rail: undefined }),
        })
      : nothing,
  ])
  return toSearchedPage(
    found,
    query.limit,
    (row) => row.identifier,
    (row) => row,
  )
}

/** Those that a caller may read. */
export const kindsFor = (scopes: readonly string[]): TransactionKind[] =>
  transactionKinds.filter((kind) => scopes.includes(`${kind}s:read`))

const nothing = { rows: [], unread: null }

const filters = (query: Query) => sql`
  ${query.state ? sql`and state = any (${query.state})` : empty}
  ${query.currency ? sql`and currency = ${query.currency}` : empty}
  ${query.fail_reason ? sql`and fail_reason = ${query.fail_reason}` : empty}
  ${query.bank_account_id ? sql`and ${query.bank_account_id} in (from_bank_account_id, to_bank_account_id)` : empty}
  ${query.amount ? sql`and amount = ${query.amount}` : empty}
  ${query.amount_from ? sql`and amount >= ${query.amount_from}` : empty}
  ${query.amount_to ? sql`and amount <= ${query.amount_to}` : empty}
  ${query.statement ? sql`and position(lower(${query.statement}) in lower(statement)) > 0` : empty}
  ${labelledSo(query)} ${createdWithin(query)}`

/** Every credit goes by bank, and none has a card: only a debit may be another. */
const ofDebits = (query: Query) => sql`${filters(query)}
  ${query.rail ? sql`and rail = ${query.rail}` : empty}
  ${query.credit_card_id ? sql`and from_credit_card_id = ${query.credit_card_id}` : empty}`

/** The same filters, as far as blocks can tell of them. */
const wantedOf = (query: Query): Wanted => {
  const one = (value: string | undefined) => (value === undefined ? undefined : [value])
  const { state, bank_account_id: account, amount, amount_from, amount_to } = query
  const least = amount ?? amount_from
  const most = amount ?? amount_to
  return {
    facets: {
      state,
      rail: one(query.rail),
      currency: one(query.currency),
      fail_reason: one(query.fail_reason),
      account: one(account),
    },
    orElse: account === undefined ? undefined : [['otherAccount', account]],
    amount: least === undefined && most === undefined ? undefined : [least ?? 0n, most ?? AMOUNT_MAX],
    text: query.statement,
    terms: labelTerms(query),
    created_after: query.created_after,
    created_before: query.created_before,
  }
}
