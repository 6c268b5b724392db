import { openDatabase, sql } from '../db/sql.ts'
import { hostName } from '../ground/host-name.ts'
import { hasKeyFile } from '../ground/key-file.ts'
import type { Context } from '../process/context.ts'
import type { Job } from '../process/poll.ts'
import { CHECK_MS } from './snapshot.ts'
import { endReport, pruneReports, type ReportExtent } from './verify-report.ts'

/** How often a run says that it goes on, and how long it is silent before its worker is taken for dead. */
const SEEN_EVERY_MS = 10_000
const DEAD_AFTER_SECONDS = 120
/** As `jetpay verify` has it: beyond an attempt's limit, since the worker may be restarting. */
const GRACE_MS = 30_000

/**
 * Runs `jetpay verify` where an operator has asked for it on their page, one run at a time. It reads over
 * connections of its own, so that no other job waits for them.
 */
export const runRequestedVerify: Job = {
  name: 'run-verify',
  idleMs: 1_000,
  due: sql`select from verify_reports where state = 'requested'`,
  async run(context) {
    const { db } = context
    await db.run(sql`
      update verify_reports set state = 'broken_off', ended_at = jetpay_now(), error = 'The worker ended before the run did.'
      where state = 'running' and seen_at < now() - make_interval(secs => ${DEAD_AFTER_SECONDS})`)
    const run = await db.first<{ report_id: string; extent: ReportExtent }>(sql`
      update verify_reports set state = 'running', started_at = jetpay_now(), seen_at = now()
      where state = 'requested' returning report_id, extent`)
    if (!run) return false
    const { report, error } = await verifyFor(context, run)
    await endReport(db, run.report_id, report, error)
    await pruneReports(db)
    return false
  },
}

async function verifyFor(
  { config, db, log }: Context,
  { report_id, extent }: { report_id: string; extent: ReportExtent },
) {
  // Loaded when it is needed: a worker that never runs it need not hold it.
  const [{ verify, VERIFY_CONNECTIONS }, { openMarks }] = await Promise.all([
    import('./verify.ts'),
    import('./marks.ts'),
  ])
  // Nobody waits for it: an earlier one may come later, and the last after the end, which says it again.
  const seen = (done: number | null, total: number | null) =>
    db
      .run(sql`
        update verify_reports set seen_at = now(), checks_done = greatest(checks_done, ${done}::integer),
          checks_total = coalesce(${total}::integer, checks_total)
        where report_id = ${report_id} and state = 'running'`)
      .catch(() => undefined)
  const timer = setInterval(() => void seen(null, null), SEEN_EVERY_MS)
  const own = openDatabase(config.databaseUrl!, VERIFY_CONNECTIONS, () => undefined, CHECK_MS)
  try {
    const report = await verify(
      own,
      {
        sentMaxMs: config.attemptAbandonedMs + GRACE_MS,
        simulatorUrl:
          config.environment === 'demo' ? `http://${hostName(config.host)}:${config.simulatorPort}` : null,
      },
      {
        marks: hasKeyFile(config.mainKeyFile) ? openMarks(config.mainKeyFile) : undefined,
        incremental: extent === 'incremental',
        onCheck: (done, total) => void seen(done, total),
      },
    )
    return { report, error: null }
  } catch (error) {
    log.error(
      { err: error, reportId: report_id },
      'a run of verify that an operator asked for could not be made',
    )
    return { report: null, error: (error as Error).message }
  } finally {
    clearInterval(timer)
    await own.close()
  }
}
