import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { until } from '../../test/platform.ts'
import { newSecret } from '../ground/ids.ts'
import { initDatabase } from './init-database.ts'
import { migrate } from './migrate.ts'
import { databaseUrl, type Installation } from './provision.ts'

const at = JSON.parse(process.env.JETPAY_TEST_INSTALLATION!) as Installation
const name = `own_${process.pid}`
const secrets = { maker: newSecret(), main: newSecret(), vault: newSecret() }
/** As a managed server has it: may make users and databases, and is no superuser. */
const makerUrl = databaseUrl(at, `${name}_maker`, secrets.maker, 'postgres')
const main = databaseUrl(at, `${name}_main`, secrets.main, `${name}_main`)
const vault = databaseUrl(at, `${name}_vault`, secrets.vault, `${name}_vault`)

let admin: pg.Client
before(async () => {
  admin = new pg.Client({ connectionString: databaseUrl(at, 'postgres', at.adminPassword, 'postgres') })
  await admin.connect()
  await admin.query(`create role ${name}_maker login createrole createdb password '${secrets.maker}'`)
  await admin.query(`alter role ${name}_maker set log_statement = 'all'`)
})
after(async () => {
  for (const side of ['main', 'vault']) {
    await admin.query(`drop database if exists ${name}_${side} with (force)`)
    await admin.query(`drop role if exists ${name}_${side}`)
  }
  await admin.query(`drop role ${name}_maker`)
  await admin.end()
})

const doneOf = async (url: string, which: 'main' | 'vault') =>
  (await initDatabase(makerUrl, url, which)).map(({ done }) => done)

test('both databases are made by an administrator who is no superuser, once, and migrated', async () => {
  assert.deepEqual(await doneOf(main, 'main'), ['made', 'made', 'changed'])
  assert.deepEqual(await doneOf(vault, 'vault'), ['made', 'made', 'changed'])
  assert.deepEqual(await doneOf(main, 'main'), ['was there', 'was there', 'was there'])
  assert.ok((await migrate(main, 'main')).length > 50)
  assert.ok((await migrate(vault, 'vault')).length > 0)
})

test('neither user connects to the other database', async () => {
  for (const [user, database] of [
    ['main', 'vault'],
    ['vault', 'main'],
  ] as const) {
    const client = new pg.Client({
      connectionString: databaseUrl(at, `${name}_${user}`, secrets[user], `${name}_${database}`),
    })
    await assert.rejects(client.connect(), /permission denied for database/)
  }
})

test('a new password is set, and it is in no log of a server that logs every statement', async () => {
  const changed = newSecret()
  const url = databaseUrl(at, `${name}_main`, changed, `${name}_main`)
  assert.deepEqual(await doneOf(url, 'main'), ['changed', 'was there', 'was there'])
  const log = () => readFileSync(`${process.env.JETPAY_TEST_FOLDER}/postgres.log`, 'utf8')
  await until('the statement to be logged', async () => log().includes(`alter role "${name}_main" login`))
  for (const secret of [...Object.values(secrets), changed]) assert.ok(!log().includes(secret))
})

test('a database of somebody else, and an address without a password, are refused in one line', async () => {
  const other = databaseUrl(at, `${name}_vault`, secrets.vault, `${name}_main`)
  await assert.rejects(initDatabase(makerUrl, other, 'vault'), {
    name: 'OperatorError',
    message: new RegExp(
      `^The database ${name}_main is there, but with encoding UTF8 and owner ${name}_main;`,
    ),
  })
  await assert.rejects(initDatabase(makerUrl, `postgres://${name}@${at.host}:${at.port}/x`, 'main'), {
    name: 'OperatorError',
    message: /must each name user, password and database/,
  })
  const wrong = databaseUrl(at, `${name}_maker`, 'wrong', 'postgres')
  await assert.rejects(initDatabase(wrong, main, 'main'), {
    name: 'OperatorError',
    message: /^The administrator’s address lets nobody in: password authentication failed/,
  })
})
