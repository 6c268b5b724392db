import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath } from '../http/schema.ts'
import { type BulkRow, bulkColumns, bulkSchema, showBulks } from './bulk.ts'

export const listBulks = endpoint({
  operationId: 'list_bulks',
  method: 'GET',
  path: '/bulk',
  tag: 'Bulk actions',
  summary: 'List bulk actions',
  description: 'Those of the last 90 days, newest first.',
  scope: ['debits:read', 'credits:read'],
  pathSchema: noPath,
  querySchema: listQuery,
  answers: { 200: { description: 'A page of bulk actions', schema: pageOf(bulkSchema) } },
  async handle({ db, companyId, query }) {
    const rows = await db.many<BulkRow>(sql`
      select ${bulkColumns} from bulk_jobs where company_id = ${companyId} and bulk_id < ${before(query.cursor)}
      order by bulk_id desc limit ${query.limit + 1}`)
    const { data, next_cursor } = toPage(
      rows,
      query.limit,
      ({ bulk_id }) => bulk_id,
      (row) => row,
    )
    return { body: { data: await showBulks(db, companyId, data), next_cursor } }
  },
})
