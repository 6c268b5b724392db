import { z } from 'zod'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, createdQuery, createdWithin, listQuery, pageOf, toSearchedPage } from '../http/list.ts'
import { noPath, uuid } from '../http/schema.ts'
import { search } from '../search/find-rows.ts'
import { type RefundRow, refundColumns, refundSchema, refundStates, showRefund } from './refund.ts'
import { refundList } from './refund-list.ts'

export const listRefunds = endpoint({
  operationId: 'list_refunds',
  method: 'GET',
  path: '/refund',
  tag: 'Transactions',
  summary: 'List refunds',
  description: 'Newest first; those of one debit with `?debit_id=`.',
  scope: 'debits:read',
  pathSchema: noPath,
  querySchema: listQuery.extend({
    debit_id: uuid.optional(),
    state: z.enum(refundStates).optional(),
    ...createdQuery,
  }),
  answers: { 200: { description: 'A page of refunds', schema: pageOf(refundSchema) } },
  async handle({ db, companyId, query }) {
    const found = await search<RefundRow>(db, refundList, {
      companyId,
      columns: refundColumns,
      before: before(query.cursor),
      limit: query.limit + 1,
      key: query.debit_id ? sql`and debit_id = ${query.debit_id}` : undefined,
      where: sql`${query.state ? sql`and state = ${query.state}` : empty} ${createdWithin(query)}`,
      wanted: {
        facets: { state: query.state && [query.state] },
        created_after: query.created_after,
        created_before: query.created_before,
      },
    })
    return { body: toSearchedPage([found], query.limit, (row) => row.refund_id, showRefund) }
  },
})
