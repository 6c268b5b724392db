import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath } from '../http/schema.ts'
import { type ExportRow, exportColumns, exportSchema, showExport } from './export.ts'

export const listExports = endpoint({
  operationId: 'list_exports',
  method: 'GET',
  path: '/export',
  tag: 'Exports',
  summary: 'List exports',
  description: 'Newest first; those of which the caller may read all that is in them.',
  scope: ['debits:read', 'credits:read', 'company:read'],
  pathSchema: noPath,
  querySchema: listQuery,
  answers: { 200: { description: 'A page of exports', schema: pageOf(exportSchema) } },
  async handle({ db, companyId, caller, query }) {
    const rows = await db.many<ExportRow>(sql`
      select ${exportColumns} from exports
      where company_id = ${companyId} and export_id < ${before(query.cursor)} and scopes <@ ${[...caller.scopes]}::text[]
      order by export_id desc limit ${query.limit + 1}`)
    return { body: toPage(rows, query.limit, (row) => row.export_id, showExport) }
  },
})
