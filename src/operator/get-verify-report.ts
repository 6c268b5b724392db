import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { uuid } from '../http/schema.ts'
import type { Report } from '../verify/verify.ts'
import { type ReportRow, reportColumns, reportInFullSchema, showInFull } from './verify-report.ts'

export const getVerifyReport = endpoint({
  operationId: 'get_verify_report',
  method: 'GET',
  path: '/operator/verify_reports/{report_id}',
  tag: 'Operator',
  summary: 'Get a run of verify',
  description: 'Each check with how long it took; one that does not hold says which rows.',
  scope: 'operator:read',
  pathSchema: z.object({ report_id: uuid }),
  answers: { 200: { description: 'The run', schema: reportInFullSchema } },
  async handle({ db, path: { report_id } }) {
    const row = await db.first<ReportRow & { report: Report | null }>(sql`
      select ${reportColumns}, report from verify_reports where report_id = ${report_id}`)
    if (!row) throw new Problem('not_found', `There is no run ${report_id}.`)
    return { body: showInFull(row) }
  },
})
