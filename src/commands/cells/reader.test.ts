/** `jetpay cell reader` makes a user that reads whose things are, and nothing else. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import pg from 'pg'
import { createDatabases } from '../../../test/platform.ts'
import { databaseUrl, type Installation } from '../../db/provision.ts'
import { openDatabase, raw } from '../../db/sql.ts'
import { READER } from '../../directory/make-reader.ts'
import { projectFolder } from '../../ground/config.ts'
import { cellDatabasesOf } from '../../ground/settings/directory.ts'

const folder = mkdtempSync(`${tmpdir()}/jetpay-reader-`)
const file = `${folder}/cell-databases`
let databases: Awaited<ReturnType<typeof createDatabases>>
const admin = () => {
  const at = JSON.parse(process.env.JETPAY_TEST_INSTALLATION!) as Installation
  return databaseUrl(at, 'postgres', at.adminPassword, 'postgres')
}
before(async () => {
  databases = await createDatabases()
})
after(async () => {
  await databases.drop()
  const client = new pg.Client({ connectionString: admin() })
  await client.connect()
  await client.query(`drop role if exists ${READER}`)
  await client.end()
  rmSync(folder, { recursive: true })
})

const reader = (
  cell: string,
  env: Record<string, string> = { DATABASE_ADMIN_URL: admin() },
  ...more: string[]
) =>
  promisify(execFile)(
    process.execPath,
    ['src/main.ts', 'cell', 'reader', cell, '--file', file, '--json', ...more],
    {
      cwd: projectFolder,
      env: { PATH: process.env.PATH, JETPAY_DATA: folder, DATABASE_URL: databases.databaseUrl, ...env },
    },
  ).then(({ stdout }) => JSON.parse(stdout))

test('what it makes reads companies, tokens by their hash and links, and nothing of them but whose they are', async () => {
  writeFileSync(file, 'z=postgres://jetpay_directory:kept@db-z/jetpay\n', { mode: 0o600 })
  assert.equal((await reader('a')).user, READER)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  const made = cellDatabasesOf(readFileSync(file, 'utf8').trim())
  assert.deepEqual([...made.keys()], ['z', 'a'])
  assert.equal(made.get('z'), 'postgres://jetpay_directory:kept@db-z/jetpay')
  const db = openDatabase(made.get('a')!, 1, () => undefined)
  try {
    for (const may of [
      'select company_id from companies',
      'select company_id from api_tokens where token_hash = null',
      'select company_id from payment_links where identifier = null',
      "select hide_departed('a', '{}', '{}')",
    ])
      await db.many(raw(may))
    for (const mayNot of [
      'select name from companies',
      'select name from api_tokens',
      'select company_id from debits',
      'delete from companies',
      'select company_id from misplaced_companies',
    ])
      await assert.rejects(db.many(raw(mayNot)), /permission denied/, mayNot)
  } finally {
    await db.close()
  }
})

test('it has its limits in that database, also where a pooler lets no connection set its own', async () => {
  const url = cellDatabasesOf(readFileSync(file, 'utf8').trim()).get('a')!
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query('show statement_timeout')
  await client.end()
  assert.deepEqual(rows, [{ statement_timeout: '10s' }])
})

test('done twice is done once: the password that the file has stays', async () => {
  const before = readFileSync(file, 'utf8')
  await reader('a')
  assert.equal(readFileSync(file, 'utf8'), before)
})

test('for verify it puts in the cell’s own address, and makes nobody', async () => {
  await reader('own', {}, '--own')
  assert.equal(cellDatabasesOf(readFileSync(file, 'utf8').trim()).get('own'), databases.databaseUrl)
})

test('without an administrator it says whom it needs, and a name that is none is refused', async () => {
  await assert.rejects(reader('a', {}), /DATABASE_ADMIN_URL_FILE/)
  await assert.rejects(reader('A B'), /is no name of a cell/)
})
