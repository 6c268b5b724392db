import { setTimeout as delay } from 'node:timers/promises'
import { join, type Statement, sql } from '../db/sql.ts'
import type { Context } from './context.ts'

/** What sleeps until its statement has rows; one without any never does. */
type Sleeper = { name: string; due?: Statement }

/** How long a job sleeps at most without being rung for: what a look that fails, or misses work, costs. */
const SLEEP_MAX_MS = 10_000

/**
 * Rings for jobs that have work. One statement asks for all of them (`due`), every `everyMs`: an idle
 * worker is one small question and not forty, and what may begin begins at once.
 */
export function openBell(
  { db }: Pick<Context, 'db'>,
  jobs: Sleeper[],
  {
    everyMs,
    signal,
    sleepMaxMs = SLEEP_MAX_MS,
  }: { everyMs: number; signal: AbortSignal; sleepMaxMs?: number },
) {
  const asked = jobs.filter((job) => job.due !== undefined)
  if (asked.length === 0) return { watching: Promise.resolve(), rung: async () => undefined }
  const look = sql`select array[${join(asked.map(({ due }) => sql`exists(${due})`))}] as due`
  const sleeping = new Map<Sleeper, () => void>()

  async function ring(): Promise<void> {
    const { due } = await db.one<{ due: boolean[] }>(look)
    for (const [at, job] of asked.entries()) if (due[at]) sleeping.get(job)?.()
  }
  async function watch(): Promise<void> {
    while (!signal.aborted) {
      // A database that is away is told by the jobs, which are rung for by then without it.
      if (sleeping.size > 0) await ring().catch(() => undefined)
      await delay(everyMs, undefined, { signal }).catch(() => undefined)
    }
  }

  return {
    watching: watch(),
    /** Returns once there may be work for the job, or it has slept for long enough. */
    rung: (job: Sleeper) =>
      new Promise<void>((resolve) => {
        if (job.due === undefined || signal.aborted) return resolve()
        const wake = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', wake)
          sleeping.delete(job)
          resolve()
        }
        const timer = setTimeout(wake, sleepMaxMs)
        signal.addEventListener('abort', wake)
        sleeping.set(job, wake)
      }),
  }
}
