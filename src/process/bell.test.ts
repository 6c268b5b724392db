import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createDatabases } from '../../test/platform.ts'
import { type Database, openDatabase, sql } from '../db/sql.ts'
import { freePort } from '../ground/free-port.ts'
import { openBell } from './bell.ts'
import type { Job } from './poll.ts'

/** No test waits for it: a job that is not rung for fails by the test's own limit. */
const NEVER_MS = 2 ** 31 - 1

let db: Database
let drop: () => Promise<void>
before(async () => {
  const created = await createDatabases()
  drop = created.drop
  db = openDatabase(created.databaseUrl, 2, () => undefined)
  await db.run(sql`create table work (of text not null)`)
})
after(async () => {
  await db.close()
  await drop()
})

const jobOf = (name: string): Job => ({
  name,
  idleMs: 1,
  due: sql`select from work where of = ${name}`,
  run: async () => false,
})

test('a job sleeps until its own statement has a row, whatever the others have to do', async () => {
  const [sleeper, busy] = [jobOf('sleeper'), jobOf('busy')]
  const stopping = new AbortController()
  const bell = openBell({ db }, [sleeper, busy], {
    everyMs: 1,
    signal: stopping.signal,
    sleepMaxMs: NEVER_MS,
  })
  let woken = false
  const sleeping = bell.rung(sleeper).then(() => {
    woken = true
  })
  await db.run(sql`insert into work values ('busy')`)
  for (let looks = 0; looks < 20; looks++) await bell.rung(busy)
  assert.equal(woken, false)
  await db.run(sql`insert into work values ('sleeper')`)
  await sleeping
  stopping.abort()
  await bell.watching
})

test('a job without such a statement never sleeps, and a stop wakes those that do', async () => {
  const { due: _, ...plain } = jobOf('plain')
  const idle = jobOf('nothing to do')
  const stopping = new AbortController()
  const bell = openBell({ db }, [plain, idle], { everyMs: 1, signal: stopping.signal, sleepMaxMs: NEVER_MS })
  await bell.rung(plain)
  const sleeping = bell.rung(idle)
  stopping.abort()
  await Promise.all([sleeping, bell.rung(idle), bell.watching])
})

test('a job is run without being rung for where the database does not answer', async () => {
  const away = openDatabase(
    `postgres://nobody@127.0.0.1:${await freePort('127.0.0.1')}/none`,
    1,
    () => undefined,
  )
  const job = jobOf('any')
  const stopping = new AbortController()
  const bell = openBell({ db: away }, [job], { everyMs: 1, signal: stopping.signal, sleepMaxMs: 50 })
  await bell.rung(job)
  stopping.abort()
  await bell.watching
  await away.close()
})
