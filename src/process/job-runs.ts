import { sql } from '../db/sql.ts'
import type { Context } from './context.ts'

/** How late the record may be: an operator looks at it, and no job waits for it. */
const WRITTEN_EVERY_MS = 5_000
/** What an operator reads of an error; the log has all of it. */
const ERROR_MAX = 500

type Run = {
  endedAt: Date | null
  tookMs: number | null
  failedAt: Date | null
  error: string | null
  failures: number
}

/**
 * How each job of this worker last went: noted in memory, and written to `job_runs` every few seconds, all
 * that has changed in one statement. Of several workers the last one to write is shown.
 */
export function openJobRuns({ db, clock }: Pick<Context, 'db' | 'clock'>) {
  const runs = new Map<string, Run>()
  const changed = new Set<string>()
  const of = (job: string): Run => {
    const run = runs.get(job) ?? { endedAt: null, tookMs: null, failedAt: null, error: null, failures: 0 }
    runs.set(job, run)
    changed.add(job)
    return run
  }

  async function write(): Promise<void> {
    const jobs = [...changed]
    if (jobs.length === 0) return
    changed.clear()
    const column = <T>(value: (run: Run) => T) => jobs.map((job) => value(runs.get(job)!))
    await db
      .run(sql`
        insert into job_runs (job, ended_at, took_ms, failed_at, error, failures)
        select * from unnest(${jobs}::text[], ${column((run) => run.endedAt)}::timestamptz[],
          ${column((run) => run.tookMs)}::integer[], ${column((run) => run.failedAt)}::timestamptz[],
          ${column((run) => run.error)}::text[], ${column((run) => run.failures)}::integer[])
        on conflict (job) do update set ended_at = coalesce(excluded.ended_at, job_runs.ended_at),
          took_ms = coalesce(excluded.took_ms, job_runs.took_ms),
          failed_at = coalesce(excluded.failed_at, job_runs.failed_at),
          error = coalesce(excluded.error, job_runs.error), failures = excluded.failures`)
      // A database that is away is told by the jobs themselves; the next write has it all.
      .catch(() => jobs.forEach((job) => void changed.add(job)))
  }
  const timer = setInterval(() => void write(), WRITTEN_EVERY_MS)
  timer.unref()

  return {
    ended(job: string, ms: number): void {
      Object.assign(of(job), { endedAt: clock.now(), tookMs: Math.round(ms), failures: 0 })
    },
    failed(job: string, error: Error): void {
      const run = of(job)
      Object.assign(run, {
        failedAt: clock.now(),
        error: error.message.slice(0, ERROR_MAX),
        failures: run.failures + 1,
      })
    },
    /** Writes what is left. */
    async close(): Promise<void> {
      clearInterval(timer)
      await write()
    },
  }
}
