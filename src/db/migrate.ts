import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { projectFolder } from '../ground/config.ts'
import { isPooled } from '../ground/database-addresses.ts'
import { OperatorError } from '../ground/errors.ts'
import { openClient } from './client.ts'
import { CONCURRENT_LOCK_MS, isConcurrent, runConcurrently } from './migrate-concurrently.ts'
import { askVersion, refuseOldServer, type ServerVersion, settingOf, type Which } from './server-version.ts'

/** So that two processes that start at once migrate one after the other. Any fixed number serves. */
const MIGRATION_LOCK = 7_305_217
/** How long the second one waits: as long as rewriting a large table may take. */
const OTHER_MIGRATES_MS = 600_000
const LOOK_EVERY_MS = 100
/**
 * How long a migration waits for a lock. Every statement that wants the table queues behind the migration,
 * and gives up after 5 s (sql.ts): so the migration gives up first, and nobody else notices.
 */
const LOCK_MS = 3_000

type Options = { folder?: string; lockMs?: number; oldest?: number }
type MigrationFile = { name: string; text: string; sha256: Buffer }

/**
 * Brings a database up to date: runs `migrations/<which>/NNNN_name.sql`, each once, in order, each in its own
 * transaction; of `NNNN_name.concurrently.sql` each statement by itself, without keeping anybody from
 * writing. Forward only. Returns the names it ran. Throws an OperatorError, having done nothing more, where
 * the server is too old, the database is newer than this program, a file is not the one that ran, or a lock
 * cannot be had. `options` are for tests.
 */
export async function migrate(
  databaseUrl: string,
  which: Which,
  { folder = `${projectFolder}/migrations/${which}`, lockMs = LOCK_MS, oldest }: Options = {},
): Promise<string[]> {
  const files = readMigrations(folder)
  const client = await connect(databaseUrl, which)
  try {
    const { rows } = await client.query<ServerVersion>(askVersion.text)
    refuseOldServer(rows[0]!, which, oldest)
    await lockOut(client, which)
    await client.query(`set lock_timeout = ${lockMs}`)
    const orLockIsHeld = (what: string) => (error: unknown) => {
      throw isLockTimeout(error) ? lockIsHeld(what, which, lockMs) : error
    }
    const pending = await pendingOf(client, which, files).catch(orLockIsHeld('The list of migrations'))
    for (const file of pending)
      await run(client, which, file, lockMs).catch(orLockIsHeld(`migrations/${which}/${file.name}`))
    return pending.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

async function connect(databaseUrl: string, which: Which): Promise<pg.Client> {
  const setting = settingOf[which]
  if (isPooled(databaseUrl))
    throw new OperatorError(
      `A migration holds a lock for its session, which a pooler does not keep: set ${setting.replace('URL', 'DIRECT_URL')} to the server's own address.`,
    )
  // What the database's user is set to for statements of the platform (session-settings.ts).
  const options = '-c statement_timeout=0 -c idle_in_transaction_session_timeout=0'
  const client = openClient(databaseUrl, { connectionTimeoutMillis: 10_000, options })
  // Its connection may die at any moment; the call that waits for it says so.
  client.on('error', () => undefined)
  await client.connect().catch((error: Error & { code?: string }) => {
    // The operator's to mend. Neither the address, which has a password in it, nor a stack.
    throw new OperatorError(
      `The ${which} database cannot be reached (${error.code ?? error.message}): see that it runs, and that ${setting} is right.`,
    )
  })
  return client
}

/**
 * Asks again and again: one that waits in a statement has a snapshot, which an index that the other builds
 * concurrently would wait for, and both for ever.
 */
async function lockOut(client: pg.Client, which: Which): Promise<void> {
  const deadline = performance.now() + OTHER_MIGRATES_MS
  while (performance.now() < deadline) {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
      MIGRATION_LOCK,
    ])
    if (rows[0]?.mine) return
    await delay(LOOK_EVERY_MS)
  }
  throw new OperatorError(
    `Another Jetpay has been migrating the ${which} database for ${OTHER_MIGRATES_MS / 60_000} minutes; wait until it has ended, then start again.`,
  )
}

/** The files that have not run yet. A file that ran is remembered by its hash, and must be what it was. */
async function pendingOf(client: pg.Client, which: Which, files: MigrationFile[]): Promise<MigrationFile[]> {
  await client.query(
    'create table if not exists migrations (name text primary key, migrated_at timestamptz not null default now(), sha256 bytea)',
  )
  // To a table from before there were hashes. `add column if not exists` wants the whole table for itself at
  // every start, and a backup that runs (`pg_dump` reads all tables) would keep Jetpay from starting.
  const { rowCount: hashed } = await client.query(
    "select from pg_attribute where attrelid = 'migrations'::regclass and attname = 'sha256'",
  )
  if (!hashed) await client.query('alter table migrations add column sha256 bytea')
  const { rows } = await client.query<{ name: string; sha256: Buffer | null }>(
    'select name, sha256 from migrations order by name',
  )
  for (const { name, sha256 } of rows) {
    const file = files.find((of) => of.name === name)
    if (!file)
      throw new OperatorError(
        `The ${which} database was migrated by a newer Jetpay (${name}); start that version or restore a backup.`,
      )
    if (sha256 && !sha256.equals(file.sha256))
      throw new OperatorError(
        `migrations/${which}/${name} is not what this database ran; take the change back (git checkout) and put it into a new migration.`,
      )
    // Of a database from before there were hashes: what is here is taken for what ran.
    if (!sha256) await client.query('update migrations set sha256 = $2 where name = $1', [name, file.sha256])
  }
  const done = new Set(rows.map(({ name }) => name))
  return files.filter(({ name }) => !done.has(name))
}

async function run(client: pg.Client, which: Which, file: MigrationFile, lockMs: number): Promise<void> {
  const { name, text, sha256 } = file
  const orSays = (error: unknown) => {
    throw isLockTimeout(error) ? error : new Error(`migrations/${which}/${name} failed`, { cause: error })
  }
  const done = () => client.query('insert into migrations (name, sha256) values ($1, $2)', [name, sha256])
  if (isConcurrent(name)) {
    await client.query(`set lock_timeout = ${CONCURRENT_LOCK_MS}`)
    await runConcurrently(client, statementsOf(text)).catch(orSays)
    await client.query(`set lock_timeout = ${lockMs}`)
    await done()
    return
  }
  await client.query('begin')
  await client.query(text).catch(orSays)
  await done()
  await client.query('commit')
}

const lockIsHeld = (what: string, which: Which, lockMs: number) =>
  new OperatorError(
    `${what} needs a lock that somebody holds for longer than ${lockMs / 1000} s, so it gave up and changed nothing; end what has a transaction open in the ${which} database (another Jetpay, a backup, a psql), then start again.`,
  )

const isLockTimeout = (error: unknown) => (error as { code?: string }).code === '55P03'

function readMigrations(folder: string): MigrationFile[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  return names.sort().map((name) => {
    const text = readFileSync(`${folder}/${name}`, 'utf8')
    return { name, text, sha256: createHash('sha256').update(statementsOf(text)).digest() }
  })
}

/**
 * What a file does: without its comments, and its blank space and line ends as one blank, but for what is
 * quoted.
 */
const statementsOf = (text: string): string =>
  text
    .replace(
      /('(?:[^']|'')*'|"(?:[^"]|"")*")|(?:--[^\n]*|\/\*[\s\S]*?\*\/|\s)+/g,
      (_, quoted?: string) => quoted ?? ' ',
    )
    .trim()
