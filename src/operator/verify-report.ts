import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { uuid } from '../http/schema.ts'
import type { Report } from '../verify/verify.ts'
import { extents, type ReportExtent } from '../verify/verify-report.ts'

export const reportStates = ['requested', 'running', 'done', 'broken_off'] as const

export type ReportRow = {
  report_id: string
  extent: ReportExtent
  state: (typeof reportStates)[number]
  requested_by: string
  requested_at: Date
  started_at: Date | null
  ended_at: Date | null
  checks_done: number
  checks_total: number
  ok: boolean | null
  error: string | null
}

export const reportColumns = sql`report_id, extent, state, requested_by, requested_at, started_at, ended_at, checks_done,
  checks_total, ok, error`

const shown = {
  identifier: uuid,
  extent: z.enum(extents),
  state: z.enum(reportStates).meta({
    description:
      '`requested`: the worker has not begun. `broken_off`: it ended before the run did; ask again',
  }),
  requested_by: z.string(),
  requested_at: z.iso.datetime(),
  started_at: z.iso.datetime().nullable(),
  ended_at: z.iso.datetime().nullable(),
  checks_done: z.int(),
  checks_total: z.int().meta({ description: '0 until the first check has ended' }),
  ok: z
    .boolean()
    .nullable()
    .meta({ description: 'Whether all checks hold; null until it has ended', examples: [true] }),
  error: z.string().nullable().meta({ description: 'Why there is no report' }),
}
export const reportSchema = z.object(shown).meta({ id: 'VerifyReport' })

export const reportInFullSchema = z
  .object({
    ...shown,
    took_ms: z.int().nullable(),
    checks: z.array(
      z.object({
        name: z.string(),
        says: z.string().meta({ description: 'What holds, in a sentence' }),
        ok: z.boolean(),
        extent: z.enum(extents),
        took_ms: z.int(),
        violations: z.int(),
        examples: z
          .array(z.record(z.string(), z.unknown()))
          .meta({ description: 'The first rows that should not be' }),
        error: z.string().nullable().meta({ description: 'Why it could not run' }),
      }),
    ),
  })
  .meta({ id: 'VerifyReportInFull' })

export const showReport = ({ report_id, ...row }: ReportRow) => ({ identifier: report_id, ...row })

export const showInFull = ({ report, ...row }: ReportRow & { report: Report | null }) => ({
  ...showReport(row),
  took_ms: report?.ms ?? null,
  checks: (report?.checks ?? []).map(({ name, says, ok, extent, ms, count, examples, error }) => ({
    name,
    says,
    ok,
    extent,
    took_ms: ms,
    violations: count,
    examples,
    error,
  })),
})
