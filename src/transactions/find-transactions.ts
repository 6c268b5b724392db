import { z } from 'zod'
import { neededDebits, transactionNeeds } from '../charges/needed-debits.ts'
import { creditList } from '../credits/credit-list.ts'
import { type Db, empty, sql } from '../db/sql.ts'
import { authorizationTerm, authorizedSo } from '../debits/authorization-codes.ts'
import { transactionStates } from '../debits/debit.ts'
import { debitList } from '../debits/debit-list.ts'
import { asksFailing, failedFrom, failedSo, wantedFailing } from '../debits/failing.ts'
import {
  creditColumns,
  debitColumns,
  type TransactionKind,
  type TransactionRow,
  transactionKinds,
} from '../debits/transaction.ts'
import {
  anyOf,
  before,
  createdQuery,
  createdWithin,
  idsQuery,
  listQuery,
  toSearchedPage,
} from '../http/list.ts'
import { askedLabels, labelledSo, labelQuery } from '../http/metadata.ts'
import { amount, currency, longTextPart, text, timestamp, uuid } from '../http/schema.ts'
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
  credit_card_id: idsQuery
    .optional()
    .meta({ description: 'The card that a debit was charged to; one of several with commas' }),
  bank_account_id: uuid
    .optional()
    .meta({ description: 'On either side: where it is pulled from, or goes to' }),
  amount: amount.optional(),
  amount_from: amount.optional().meta({ description: 'This or more' }),
  amount_to: amount.optional().meta({ description: 'This or less' }),
  statement: text(30).optional().meta({ description: 'A part of it, in any case' }),
  note: longTextPart.optional().meta({ description: 'A part of it, in any case: three letters or more' }),
  authorization_code: text(6)
    .optional()
    .meta({ description: 'That of a debit’s charge or hold, as the network gave it', examples: ['A1B2C3'] }),
  ...labelQuery,
  ...createdQuery,
  failed_after: timestamp.optional().meta({ description: 'It failed, and later than this' }),
  failed_before: timestamp.optional().meta({ description: 'It failed, and earlier than this' }),
  failed_from: anyOf(failedFrom)
    .optional()
    .meta({ description: 'The state it failed from: `paid` of a payment that had counted' }),
  attention: z
    .enum(transactionNeeds)
    .optional()
    .meta({ description: 'Those that `GET /company/attention` counts as this' }),
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
  const { contact_id, credit_card_id: cards } = query
  const asked = { companyId, before: before(query.cursor), limit: query.limit + 1 }
  const ofContact = contact_id ? sql`and contact_id = ${contact_id}` : undefined
  // Whoever has the card has few debits beside a company, and those of a contact have an index; in the list's
  // order where it is one contact.
  const holders = sql`(
    select c.contact_id from credit_cards c where c.company_id = ${companyId} and c.credit_card_id = any (${cards ?? []}::uuid[]))`
  const ofCard =
    cards &&
    (cards.length === 1 ? sql`and contact_id = ${holders}` : sql`and contact_id = any (array ${holders})`)
  const found = await Promise.all([
    shows('debit')
      ? search<TransactionRow>(db, debitList, {
          ...asked,
          columns: debitColumns,
          key: query.attention ? neededDebits(companyId, query.attention) : (ofContact ?? ofCard),
          where: ofDebits(companyId, query),
          wanted: wantedOf(query),
        })
      : nothing,
    shows('credit') && !ofDebitsOnly(query)
      ? search<TransactionRow>(db, creditList, {
          ...asked,
          columns: creditColumns,
          key: ofContact,
          where: sql`${filters(query)} ${failedSo(companyId, sql`credit_id`, query)}`,
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

/** What no credit has or is. */
const ofDebitsOnly = ({ rail, credit_card_id, authorization_code, attention }: Query) =>
  rail === 'card' || (credit_card_id ?? authorization_code ?? attention) !== undefined

const filters = (query: Query) => sql`
  ${query.state ? sql`and state = any (${query.state})` : empty}
  ${query.currency ? sql`and currency = ${query.currency}` : empty}
  ${query.fail_reason ? sql`and fail_reason = ${query.fail_reason}` : empty}
  ${query.bank_account_id ? sql`and ${query.bank_account_id} in (from_bank_account_id, to_bank_account_id)` : empty}
  ${query.amount ? sql`and amount = ${query.amount}` : empty}
  ${query.amount_from ? sql`and amount >= ${query.amount_from}` : empty}
  ${query.amount_to ? sql`and amount <= ${query.amount_to}` : empty}
  ${query.statement ? sql`and position(lower(${query.statement}) in lower(statement)) > 0` : empty}
  ${query.note ? sql`and position(lower(${query.note}) in lower(note)) > 0` : empty}
  ${labelledSo(query)} ${createdWithin(query)}`

/** Every credit goes by bank, and none has a card: only a debit may be another. */
const ofDebits = (companyId: string, query: Query) => sql`${filters(query)}
  ${query.contact_id ? sql`and contact_id = ${query.contact_id}` : empty}
  ${failedSo(companyId, sql`debit_id`, query)}
  ${query.authorization_code ? authorizedSo(companyId, query.authorization_code) : empty}
  ${query.rail ? sql`and rail = ${query.rail}` : empty}
  ${query.credit_card_id ? sql`and from_credit_card_id = any (${query.credit_card_id}::uuid[])` : empty}`

/** The same filters, as far as blocks can tell of them. */
const wantedOf = (query: Query): Wanted => {
  const one = (value: string | undefined) => (value === undefined ? undefined : [value])
  const { state, bank_account_id: account, amount, amount_from, amount_to } = query
  const least = amount ?? amount_from
  const most = amount ?? amount_to
  return {
    facets: {
      state: state ?? (asksFailing(query) ? ['failed'] : undefined),
      rail: one(query.rail),
      currency: one(query.currency),
      fail_reason: one(query.fail_reason),
      account: one(account),
    },
    orElse: account === undefined ? undefined : [['otherAccount', account]],
    amount: least === undefined && most === undefined ? undefined : [least ?? 0n, most ?? AMOUNT_MAX],
    ...wantedFailing(query),
    text: query.statement,
    longText: query.note,
    terms: [
      ...askedLabels(query),
      ...(query.authorization_code ? [authorizationTerm(query.authorization_code)] : []),
    ],
    created_after: query.created_after,
    created_before: query.created_before,
  }
}
