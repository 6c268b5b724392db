import { type Db, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import { newId } from '../ground/ids.ts'
import type { Report } from './verify.ts'

export const extents = ['full', 'incremental'] as const
export type ReportExtent = (typeof extents)[number]

/** Reports that are kept: a year of a run a day, and some by hand. */
const KEPT = 500

/** JSON text in which a count that is a bigint is text. */
const jsonOf = (report: Report) =>
  JSON.stringify(report, (_, value) => (typeof value === 'bigint' ? value.toString() : value))

/**
 * Asks the worker for a run; returns its id. Throws an OperatorError while one is under way: two would only
 * make each other slow.
 */
export async function requestVerify(db: Db, extent: ReportExtent, by: string): Promise<string> {
  const requested = await db.first<{ report_id: string }>(sql`
    insert into verify_reports (report_id, extent, state, requested_by, checks_total)
    values (${newId()}, ${extent}, 'requested', ${by}, 0)
    on conflict do nothing returning report_id`)
  if (!requested)
    throw new OperatorError('A run is under way already; wait for it. Nothing was changed.', 'wrong_state')
  return requested.report_id
}

/** Keeps what a run found that nobody asked the worker for: `jetpay verify` by hand, or by a timer. */
export async function keepReport(db: Db, extent: ReportExtent, by: string, report: Report): Promise<void> {
  const { length } = report.checks
  await db.run(sql`
    insert into verify_reports (report_id, extent, state, requested_by, started_at, ended_at, checks_done, checks_total, ok, report)
    values (${newId()}, ${extent}, 'done', ${by}, jetpay_now() - make_interval(secs => ${report.ms / 1000}), jetpay_now(),
      ${length}, ${length}, ${report.ok}, ${jsonOf(report)}::jsonb)`)
  await pruneReports(db)
}

/** What a run of the worker's came to: its report, or why there is none. */
export const endReport = (db: Db, reportId: string, report: Report | null, error: string | null) =>
  db.run(sql`
    update verify_reports set state = 'done', ended_at = jetpay_now(), ok = ${report?.ok ?? false},
      report = ${report && jsonOf(report)}::jsonb, error = ${error},
      checks_done = coalesce(${report?.checks.length ?? null}::integer, checks_done)
    where report_id = ${reportId} and state = 'running'`)

export const pruneReports = (db: Db) =>
  db.run(sql`
    delete from verify_reports where state in ('done', 'broken_off') and report_id < (
      select report_id from verify_reports order by report_id desc offset ${KEPT} limit 1)`)
