/**
 * A database of the release before, with three weeks of two companies' money in it (`test/month/`, stopped in
 * the middle of things), is what it was once it is migrated: every value of every row, and `jetpay verify`
 * holds. A file is made with each release; the ones before stay.
 */
import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import pg from 'pg'
import { migrate } from '../../src/db/migrate.ts'
import { databaseUrl, type Installation } from '../../src/db/provision.ts'
import { openDatabase } from '../../src/db/sql.ts'
import { projectFolder } from '../../src/ground/config.ts'
import { VERIFY_CONNECTIONS, verify } from '../../src/verify/verify.ts'

/**
 * `last_migration`: the newest that had run. `now`: the time of the last move, by the demo's clock. `tables`:
 * their rows as PostgreSQL prints them in JSON, a text, because 12.30 read as a number is not 12.30 any more.
 */
type Kept = { last_migration: string; now: string; tables: Record<string, string> }

const kept = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json.gz'))
const installation = () => JSON.parse(process.env.JETPAY_TEST_INSTALLATION!) as Installation

/** An empty database of the test's own, as both its owner and its server's administrator reach it. */
async function emptyDatabase() {
  const at = installation()
  const name = `upgraded_${process.pid}`
  const as = (user: string, password: string, database: string) => databaseUrl(at, user, password, database)
  const admin = new pg.Client({ connectionString: as('postgres', at.adminPassword, 'postgres') })
  await admin.connect()
  await admin.query(`create database ${name} owner jetpay`)
  const inside = new pg.Client({ connectionString: as('postgres', at.adminPassword, name) })
  await inside.connect()
  return {
    url: as('jetpay', at.mainPassword, name),
    inside,
    async drop() {
      await inside.end()
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

/** The migrations that the release before had. */
function migrationsUntil(last: string): string {
  const folder = mkdtempSync(`${tmpdir()}/jetpay-migrations-`)
  cpSync(`${projectFolder}/migrations/main`, folder, {
    recursive: true,
    filter: (from) => !from.endsWith('.sql') || from.split('/').at(-1)!.slice(0, 4) <= last,
  })
  return folder
}

/** Puts the rows in, past triggers and keys: they are what was there. */
async function fill(inside: pg.Client, tables: Kept['tables']): Promise<void> {
  await inside.query('set session_replication_role = replica')
  for (const [table, rows] of Object.entries(tables)) {
    const { rows: columns } = await inside.query<{ name: string }>(
      `select attname as name from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
      [table],
    )
    const names = columns.map(({ name }) => `"${name}"`).join(', ')
    // A migration may have put rows there itself.
    await inside.query(`delete from ${table}`)
    await inside.query(
      `insert into ${table} (${names}) overriding system value
       select ${names} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
      [rows],
    )
  }
  await inside.query('reset session_replication_role')
}

/** The rows that were there, and those that are, with the columns that there were; each as a text. */
async function compared(inside: pg.Client, table: string, before: string) {
  const texts = async (text: string) =>
    (await inside.query<{ row: string }>(text, [before])).rows.map(({ row }) => row).sort()
  return {
    were: await texts('select value::text as row from jsonb_array_elements($1::jsonb)'),
    are: await texts(`
      select (to_jsonb(t) - array(
        select key from jsonb_object_keys(to_jsonb(t)) key where not ($1::jsonb -> 0) ? key
      ))::text as row from ${table} t`),
  }
}

for (const file of kept)
  test(`what ${file.replace('.json.gz', '')} has written is all there after the upgrade, and all checks hold`, async (t) => {
    const { last_migration, now, tables } = JSON.parse(
      gunzipSync(readFileSync(`${import.meta.dirname}/${file}`)).toString('utf8'),
    ) as Kept
    const { url, inside, drop } = await emptyDatabase()
    const db = openDatabase(url, VERIFY_CONNECTIONS, console.error)
    const folder = migrationsUntil(last_migration)
    t.after(async () => {
      await db.close()
      await drop()
      rmSync(folder, { recursive: true, force: true })
    })
    await migrate(url, 'main', { folder })
    await fill(inside, tables)

    assert.ok((await migrate(url, 'main')).length > 0)
    for (const [table, rows] of Object.entries(tables)) {
      const { were, are } = await compared(inside, table, rows)
      assert.ok(were.length > 0)
      assert.deepEqual(are, were, table)
    }

    // Its time is that of the data, whenever this runs.
    await inside.query(
      `create or replace function jetpay_now() returns timestamptz language sql stable as $$ select '${now}'::timestamptz $$`,
    )
    const { checks } = await verify(db, { sentMaxMs: 60_000, simulatorUrl: null })
    assert.deepEqual(
      checks.filter(({ ok }) => !ok),
      [],
    )
  })
