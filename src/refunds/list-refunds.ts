import { z } from 'zod'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, createdQuery, createdWithin, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath, uuid } from '../http/schema.ts'
import { type RefundRow, refundColumns, refundSchema, refundStates, showRefund } from './refund.ts'

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
    const rows = await db.many<RefundRow>(sql`
      select ${refundColumns} from refunds
      where company_id = ${companyId} and refund_id < ${before(query.cursor)}
        ${query.debit_id ? sql`and debit_id = ${query.debit_id}` : empty}
        ${query.state ? sql`and state = ${query.state}` : empty}
        ${createdWithin(query)}
      order by refund_id desc limit ${query.limit + 1}`)
    return { body: toPage(rows, query.limit, (row) => row.refund_id, showRefund) }
  },
})
