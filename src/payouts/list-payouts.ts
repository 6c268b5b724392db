import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import {
  anyOf,
  before,
  createdQuery,
  createdWithin,
  listQuery,
  pageOf,
  toSearchedPage,
} from '../http/list.ts'
import { currency, noPath } from '../http/schema.ts'
import { search } from '../search/find-rows.ts'
import { type PayoutRow, payoutColumns, payoutSchema, payoutStates, showPayout } from './payout.ts'
import { payoutList } from './payout-list.ts'

export const listPayouts = endpoint({
  operationId: 'list_payouts',
  method: 'GET',
  path: '/payout',
  tag: 'Payouts',
  summary: 'List payouts',
  description: 'Deposits to your bank accounts, newest first.',
  scope: 'company:read',
  pathSchema: noPath,
  querySchema: listQuery.extend({
    state: anyOf(payoutStates).optional(),
    currency: currency.optional(),
    ...createdQuery,
  }),
  answers: { 200: { description: 'A page of payouts', schema: pageOf(payoutSchema) } },
  async handle({ db, companyId, query }) {
    const found = await search<PayoutRow>(db, payoutList, {
      companyId,
      columns: payoutColumns,
      before: before(query.cursor),
      limit: query.limit + 1,
      where: sql`${query.state ? sql`and state = any (${query.state})` : empty}
        ${query.currency ? sql`and currency = ${query.currency}` : empty} ${createdWithin(query)}`,
      wanted: {
        facets: { state: query.state, currency: query.currency && [query.currency] },
        created_after: query.created_after,
        created_before: query.created_before,
      },
    })
    return { body: toSearchedPage([found], query.limit, (row) => row.payout_id, showPayout) }
  },
})
