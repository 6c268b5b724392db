import assert from 'node:assert/strict'
import { test } from 'node:test'
import { until } from '../../test/platform.ts'
import { openDatabase, sql } from '../db/sql.ts'
import { systemClock } from '../ground/clock.ts'
import { readConfig } from '../ground/config.ts'
import { freePort } from '../ground/free-port.ts'
import { openLog } from '../ground/log.ts'
import type { Context } from './context.ts'
import { startJobs } from './poll.ts'

const JOBS = 20
const TRIES = 4

/** Runs jobs that all do `work` until each was tried often enough. Returns what was logged. */
async function linesOf(work: (db: Context['db']) => Promise<unknown>): Promise<any[]> {
  const lines: any[] = []
  const log = openLog('worker', readConfig({}), { write: (line) => void lines.push(JSON.parse(line)) })
  const db = openDatabase(
    `postgres://nobody@127.0.0.1:${await freePort('127.0.0.1')}/none`,
    2,
    () => undefined,
  )
  const tries = new Map<string, number>()
  const jobs = Array.from({ length: JOBS }, (_, at) => ({
    name: `job ${at}`,
    idleMs: 1,
    async run() {
      tries.set(this.name, (tries.get(this.name) ?? 0) + 1)
      await work(db)
      return false
    },
  }))
  const running = startJobs({ config: readConfig({}), log, db, clock: systemClock } as Context, jobs)
  await until('all tries', async () => jobs.every(({ name }) => (tries.get(name) ?? 0) >= TRIES))
  await running.stop()
  await db.close()
  return lines
}

test('a database that is away is told once and then by the second, however many jobs ask it', async () => {
  const lines = await linesOf((db) => db.run(sql`select 1`))
  assert.match(lines[0].err.message, /ECONNREFUSED/)
  assert.ok(lines.length < JOBS, `${lines.length} lines of ${JOBS * TRIES} failures`)
})

test('whatever else makes a job fail is told each time, with the job', async () => {
  const lines = await linesOf(() => Promise.reject(new TypeError('a mistake')))
  assert.ok(lines.length >= JOBS * TRIES)
  assert.equal(new Set(lines.map(({ job }) => job)).size, JOBS)
})
