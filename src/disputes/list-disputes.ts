import { z } from 'zod'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toSearchedPage } from '../http/list.ts'
import { noPath, uuid } from '../http/schema.ts'
import { search } from '../search/find-rows.ts'
import { type DisputeRow, disputeColumns, disputeSchema, disputeStates, showDispute } from './dispute.ts'
import { disputeList } from './dispute-list.ts'

export const listDisputes = endpoint({
  operationId: 'list_disputes',
  method: 'GET',
  path: '/dispute',
  tag: 'Disputes',
  summary: 'List disputes',
  description: 'Newest first; that of one debit with `?debit_id=`.',
  scope: 'debits:read',
  pathSchema: noPath,
  querySchema: listQuery.extend({ debit_id: uuid.optional(), state: z.enum(disputeStates).optional() }),
  answers: { 200: { description: 'A page of disputes', schema: pageOf(disputeSchema) } },
  async handle({ db, companyId, query }) {
    const found = await search<DisputeRow>(db, disputeList, {
      companyId,
      columns: disputeColumns,
      before: before(query.cursor),
      limit: query.limit + 1,
      key: query.debit_id ? sql`and debit_id = ${query.debit_id}` : undefined,
      where: sql`${query.state ? sql`and state = ${query.state}` : empty}`,
      wanted: { facets: { state: query.state && [query.state] } },
    })
    return { body: toSearchedPage([found], query.limit, (row) => row.dispute_id, showDispute) }
  },
})
