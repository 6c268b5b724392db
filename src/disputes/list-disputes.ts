import { z } from 'zod'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath, uuid } from '../http/schema.ts'
import { type DisputeRow, disputeColumns, disputeSchema, disputeStates, showDispute } from './dispute.ts'

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
    const rows = await db.many<DisputeRow>(sql`
      select ${disputeColumns} from disputes
      where company_id = ${companyId} and dispute_id < ${before(query.cursor)}
        ${query.debit_id ? sql`and debit_id = ${query.debit_id}` : empty}
        ${query.state ? sql`and state = ${query.state}` : empty}
      order by dispute_id desc limit ${query.limit + 1}`)
    return { body: toPage(rows, query.limit, (row) => row.dispute_id, showDispute) }
  },
})
