import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath } from '../http/schema.ts'
import { type ReportRow, reportColumns, reportSchema, showReport } from './verify-report.ts'

export const listVerifyReports = endpoint({
  operationId: 'list_verify_reports',
  method: 'GET',
  path: '/operator/verify_reports',
  tag: 'Operator',
  summary: 'List runs of verify',
  description:
    'By hand, by a timer and from here, newest first; the last 500. One that runs says how many of its checks have ended.',
  scope: 'operator:read',
  pathSchema: noPath,
  querySchema: listQuery,
  answers: { 200: { description: 'A page of runs', schema: pageOf(reportSchema) } },
  async handle({ db, query: { cursor, limit } }) {
    const rows = await db.many<ReportRow>(sql`
      select ${reportColumns} from verify_reports where report_id < ${before(cursor)}
      order by report_id desc limit ${limit + 1}`)
    return { body: toPage(rows, limit, (row) => row.report_id, showReport) }
  },
})
