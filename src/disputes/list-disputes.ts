import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { anyOf, before, createdWithin, listQuery, pageOf, toSearchedPage } from '../http/list.ts'
import { currency, noPath, text, timestamp, uuid } from '../http/schema.ts'
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
  querySchema: listQuery.extend({
    debit_id: uuid.optional(),
    state: anyOf(disputeStates).optional(),
    currency: currency.optional(),
    reason: text(4)
      .optional()
      .meta({ description: 'The network’s code, four digits', examples: ['0301'] }),
    opened_after: timestamp.optional().meta({
      description: 'Later than this: a row’s own `opened_at` leaves that row out',
    }),
    opened_before: timestamp.optional().meta({
      description: 'Earlier than this: a row’s own `opened_at` leaves that row out',
    }),
  }),
  answers: { 200: { description: 'A page of disputes', schema: pageOf(disputeSchema) } },
  async handle({ db, companyId, query }) {
    const { state, currency, reason, opened_after, opened_before } = query
    // A block's times are those of its rows, whatever a list calls its own.
    const created = { created_after: opened_after, created_before: opened_before }
    const found = await search<DisputeRow>(db, disputeList, {
      companyId,
      columns: disputeColumns(),
      before: before(query.cursor),
      limit: query.limit + 1,
      key: query.debit_id ? sql`and debit_id = ${query.debit_id}` : undefined,
      where: sql`${state ? sql`and state = any (${state})` : empty}
        ${currency ? sql`and currency = ${currency}` : empty} ${reason ? sql`and reason = ${reason}` : empty}
        ${createdWithin(created, disputeList.createdAt)}`,
      wanted: {
        facets: { state, currency: currency && [currency], reason: reason ? [reason] : undefined },
        ...created,
      },
    })
    return { body: toSearchedPage([found], query.limit, (row) => row.dispute_id, showDispute) }
  },
})
