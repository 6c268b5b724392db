import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { type Installation, mainUrl, vaultUrl } from '../../src/db/provision.ts'
import { openDatabase, raw, sql } from '../../src/db/sql.ts'
import { skewFile } from './skew-file.ts'
import { skewedClock } from './skewed-clock.ts'

/** Whose clock can be set wrongly: a process of ours by its role, or what a database takes for the time. */
export const clocks = [
  'api',
  'vault',
  'worker',
  'second worker',
  'simulator',
  'main database',
  'vault database',
] as const
export type SkewedClock = (typeof clocks)[number]

const loading = (clock: SkewedClock | null) => ({
  NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import ${skewedClock(clock)}`,
})

/** What makes processes read their time from `setClock`, each as its role. */
export const skewable = loading(null)
/** The same, as another than its role: of two processes of one role each has its own clock. */
export const skewableAs = (clock: SkewedClock) => loading(clock)

/**
 * Sets a clock to so many milliseconds ahead of the time (behind it where negative). False where it is out of
 * reach now.
 */
export async function setClock(dataFolder: string, clock: SkewedClock, skewMs: number): Promise<boolean> {
  if (clock === 'main database' || clock === 'vault database')
    return setDatabaseClock(dataFolder, clock === 'main database' ? mainUrl : vaultUrl, skewMs)
  const file = skewFile(dataFolder, clock)
  writeFileSync(`${file}.new`, String(skewMs))
  renameSync(`${file}.new`, file)
  return true
}

/**
 * All SQL of ours takes its time from `jetpay_now()`; plans that hold the old one are made anew by
 * PostgreSQL. The demo's clock stays as far ahead as it was moved: its row is held, so that it is not moved
 * meanwhile.
 */
async function setDatabaseClock(
  dataFolder: string,
  url: (at: Installation) => string,
  skewMs: number,
): Promise<boolean> {
  const read = (name: string) => JSON.parse(readFileSync(`${dataFolder}/${name}`, 'utf8'))
  const port = Number(read('run.json').JETPAY_DATABASE_PORT)
  const db = openDatabase(url({ host: '127.0.0.1', port, ...read('database.json') }), 1, () => undefined)
  try {
    await db.transaction(async (db) => {
      const { ahead_ms } = await db.one<{ ahead_ms: bigint }>(sql`select ahead_ms from clock for update`)
      const seconds = raw(String((Number(ahead_ms) + skewMs) / 1000))
      await db.run(sql`
        create or replace function jetpay_now() returns timestamptz language sql stable
        as $$ select statement_timestamp() + make_interval(secs => ${seconds}) $$`)
    })
    return true
  } catch {
    return false
  } finally {
    await db.close().catch(() => undefined)
  }
}
