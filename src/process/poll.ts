import { setTimeout as delay } from 'node:timers/promises'
import { isUnavailable, type Statement } from '../db/sql.ts'
import { logSparsely } from '../ground/log.ts'
import { openPace } from './background-pace.ts'
import { openBell } from './bell.ts'
import type { Context } from './context.ts'
import { openJobRuns } from './job-runs.ts'

/**
 * One thing that the worker does again and again. `run` does a bounded piece of work and says whether there
 * may be more; it must be safe to die at any point and to run in two workers at once.
 */
export type Job = {
  name: string
  /** How long it rests where it has found nothing more to do. */
  idleMs: number
  /**
   * A cheap statement that has rows while there may be work. With it the job sleeps after its rest until
   * there are some, or for ten seconds.
   */
  due?: Statement
  /** Nobody waits for it, so it goes on only as the pace allows. */
  mayWait?: boolean
  run(context: Context): Promise<boolean>
}

/** A job that fails is tried again after this long, doubling up to the maximum. */
const RETRY_MIN_MS = 200
const RETRY_MAX_MS = 10_000
/**
 * The maximum where the database is away: a question that fails at once costs little, and all wait for it.
 */
const AWAY_MAX_MS = 1_000

const FAILED = 'job failed; it will be tried again'

/** How soon a job that looks rarely notices that the clock was moved. */
const CLOCK_MOVED_MS = 1_000

/** Runs the jobs side by side until `stop`, which waits for what is under way. */
export function startJobs(context: Context, jobs: Job[]): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const runs = openJobRuns(context)
  const pace = openPace(context.db, context.config)
  const { signal } = stopping
  const bell = openBell(context, jobs, { everyMs: context.config.workerPollMs, signal })
  const pause = (ms: number) => delay(ms, undefined, { signal }).catch(() => undefined)

  /**
   * Ends early where the clock was moved by as much: what is due then need not wait for the rest of an hour.
   */
  const idle = async (ms: number) => {
    const [stopwatch, clock] = [performance.now(), context.clock.now().getTime()]
    for (let leftMs = ms; leftMs > 0 && !signal.aborted; ) {
      await pause(Math.min(leftMs, CLOCK_MOVED_MS))
      if (context.clock.now().getTime() - clock >= ms) return
      leftMs = ms - (performance.now() - stopwatch)
    }
  }

  // A database that is away fails all jobs alike; any other failure is one job's.
  const logAway = logSparsely(context.log, 'error', FAILED)
  const logFailure = (job: string, error: Error) =>
    isUnavailable(error) ? logAway(error, { job }) : context.log.error({ job, err: error }, FAILED)

  const loop = async (job: Job) => {
    let retryMs = RETRY_MIN_MS
    while (!signal.aborted) {
      try {
        const done = job.mayWait && (await pace.wait())
        const from = performance.now()
        const more = await job.run(context)
        runs.ended(job.name, performance.now() - from)
        if (done) done(performance.now() - from)
        retryMs = RETRY_MIN_MS
        if (more) continue
        await idle(job.idleMs)
        await bell.rung(job)
      } catch (error) {
        logFailure(job.name, error as Error)
        runs.failed(job.name, error as Error)
        await pause(retryMs)
        retryMs = Math.min(retryMs * 2, isUnavailable(error) ? AWAY_MAX_MS : RETRY_MAX_MS)
      }
    }
  }
  const loops = jobs.map(loop)
  return {
    async stop() {
      stopping.abort()
      await Promise.all([...loops, bell.watching])
      await runs.close()
    },
  }
}
