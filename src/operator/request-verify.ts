import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import { extents, requestVerify as request } from '../verify/verify-report.ts'
import { decided, decidedBy } from './operators-decision.ts'
import { type ReportRow, reportColumns, reportSchema, showReport } from './verify-report.ts'

export const requestVerify = endpoint({
  operationId: 'request_verify',
  method: 'POST',
  path: '/operator/verify_reports',
  tag: 'Operator',
  summary: 'Run verify now',
  description:
    'The worker does it in the background, one run at a time. `incremental` goes on from what the last run has proven.',
  scope: 'operator:write',
  pathSchema: noPath,
  bodySchema: z.strictObject({ extent: z.enum(extents).default('incremental') }),
  answers: { 200: { description: 'The run, `requested`', schema: reportSchema } },
  problems: ['wrong_state'],
  async handle({ db, caller, body: { extent } }) {
    const id = await decided('extent', request(db, extent, decidedBy(caller)))
    const row = await db.one<ReportRow>(
      sql`select ${reportColumns} from verify_reports where report_id = ${id}`,
    )
    return { body: showReport(row) }
  },
})
