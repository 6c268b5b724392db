import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { createDatabases } from '../../test/platform.ts'
import { projectFolder } from '../ground/config.ts'
import { migrate } from './migrate.ts'

const NAME = '0001_made.concurrently.sql'
let url: string
let client: pg.Client
let drop: () => Promise<unknown>
const folder = mkdtempSync(`${tmpdir()}/jetpay-migrations-`)

before(async () => {
  const databases = await createDatabases()
  drop = () => databases.drop()
  url = databases.databaseUrl
  client = new pg.Client({ connectionString: url })
  await client.connect()
  // Only ours, on a table of our own.
  await client.query('delete from migrations; create table grown (id int, n int)')
  await client.query('insert into grown select n, n from generate_series(1, 1000) n')
})
after(async () => {
  await client.end()
  await drop()
  rmSync(folder, { recursive: true })
})

const run = (text: string) => {
  writeFileSync(`${folder}/${NAME}`, text)
  return migrate(url, 'main', { folder, lockMs: 200 })
}
const again = () => client.query('delete from migrations')
const index = async (name: string) =>
  (
    await client.query(
      'select indisvalid as valid, indisunique as only, indexrelid as oid from pg_index where indexrelid = to_regclass($1)',
      [name],
    )
  ).rows[0]

test('an index is built while another transaction has written to its table and goes on', async () => {
  const other = new pg.Client({ connectionString: url })
  await other.connect()
  try {
    await other.query('begin; insert into grown values (0, 0)')
    // Its build waits for that transaction, longer than a migration waits for a lock, and keeps nobody out.
    const building = run('-- why\ncreate index concurrently grown_by_n on grown (n);')
    for (let waits = false; !waits; ) {
      const { rowCount } = await client.query(
        `select from pg_locks where not granted and waitstart < now() - interval '400 ms'`,
      )
      waits = rowCount! > 0
    }
    await client.query(`set lock_timeout = '2s'; insert into grown values (-1, -1)`)
    await other.query('commit')
    assert.deepEqual(await building, [NAME])
  } finally {
    await other.end()
  }
  assert.equal((await index('grown_by_n')).valid, true)
  assert.deepEqual(await migrate(url, 'main', { folder }), [])
})

test('an index that a kill has left half built is dropped and built anew, and one that is whole is left', async () => {
  await again()
  // A build that fails leaves what a killed one leaves.
  await client.query('insert into grown values (1, 1)')
  const text =
    'create index concurrently grown_by_n on grown (n); create unique index concurrently one on grown (id);'
  await assert.rejects(run(text), /0001_made\.concurrently\.sql failed/)
  const whole = (await index('grown_by_n')).oid
  assert.equal((await index('one')).valid, false)
  await client.query('delete from grown where ctid = (select max(ctid) from grown)')
  assert.deepEqual(await run(text), [NAME])
  assert.deepEqual(
    [(await index('one')).valid, (await index('one')).only, (await index('grown_by_n')).oid],
    [true, true, whole],
  )
})

test('of two that start at once one builds, the other waits without being waited for', async () => {
  await again()
  await client.query('drop index one')
  writeFileSync(`${folder}/${NAME}`, 'create unique index concurrently one on grown (id);')
  const both = await Promise.all([1, 2].map(() => migrate(url, 'main', { folder })))
  assert.deepEqual(both.flat(), [NAME])
})

test('anything else in such a file is refused before any of it has run', async () => {
  await again()
  for (const other of ['create index two on grown (id)', 'drop table grown', 'drop index concurrently one'])
    await assert.rejects(run(`drop index concurrently if exists one; ${other};`), (error: Error) =>
      /and nothing else; not/.test((error.cause as Error).message),
    )
  assert.equal((await index('one')).valid, true)
  assert.deepEqual(await run('drop index concurrently if exists one'), [NAME])
  assert.equal(await index('one'), undefined)
})

/** From here on; what is older ran long ago, or on tables that are small. */
const FROM = '0180'
test('a migration that makes an index of a table from before does so concurrently', () => {
  for (const which of ['main', 'vault']) {
    const folder = `${projectFolder}/migrations/${which}`
    const late = readdirSync(folder).filter(
      (name) => name >= FROM && name.endsWith('.sql') && !name.endsWith('.concurrently.sql'),
    )
    for (const name of late) assert.deepEqual(blockingIn(readFileSync(`${folder}/${name}`, 'utf8')), [], name)
  }
  const bad = `create table made (id int); create index a on made (id); create unique index b on events (at);
    alter table events add constraint c unique (id); alter table only events add primary key (id);`
  assert.equal(blockingIn(bad).length, 3)
})

/** Statements that build an index of a table that the same file does not make. */
function blockingIn(text: string): string[] {
  const plain = text.replace(/--[^\n]*/g, '')
  const made = [...plain.matchAll(/create (?:unlogged )?table (?:if not exists )?(\w+)/g)].map(
    ([, table]) => table,
  )
  const builds = [
    ...plain.matchAll(/create (?:unique )?index (?:if not exists )?\w+ on (?:only )?(\w+)/g),
    ...plain.matchAll(
      /alter table (?:only )?(\w+)[^;]*\badd (?:constraint \w+ )?(?:unique|primary key) ?\(/g,
    ),
  ]
  return builds.filter(([, table]) => !made.includes(table)).map(([statement]) => statement)
}
