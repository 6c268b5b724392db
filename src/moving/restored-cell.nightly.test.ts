/** A cell is restored to before a company has left it, while that charges in the other. */
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { anotherCompany } from '../../test/another-company.ts'
import { sharedServer } from '../../test/databases.ts'
import { until } from '../../test/platform.ts'
import { startReceiver } from '../../test/receiver.ts'
import { startTwoCells, type TwoCells } from '../../test/two-cells.ts'
import { verifiesClean } from '../../test/verifies-clean.ts'
import { databaseUrl } from '../db/provision.ts'
import { type Db, raw, sql } from '../db/sql.ts'
import { projectFolder } from '../ground/config.ts'
import { beginRecovery } from '../recovery/begin.ts'
import { openDoors } from '../recovery/open-doors.ts'
import { movedTables } from './moved-tables.ts'

let cells: TwoCells
let settings: string
let company: string
before(async () => {
  cells = await startTwoCells({ oneNetwork: true })
  settings = cells.settings()
  company = cells.a.demo.company_id
})
after(() => cells?.close())

const environment = () => ({ ...process.env, ...cells.environment(), NO_COLOR: '1' })
const jetpay = (...words: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const options = { cwd: projectFolder, env: environment() }
    execFile(process.execPath, ['src/main.ts', ...words], options, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
const moveWords = (to: string) => ['company', 'move', company, '--to', to, '--settings', settings]

async function asAdministrator(...statements: string[]): Promise<void> {
  const at = sharedServer()
  const client = new pg.Client({
    connectionString: databaseUrl(at, 'postgres', at.adminPassword, 'postgres'),
  })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}
const names = () =>
  [cells.a.config.databaseUrl!, cells.a.config.vaultDatabaseUrl!].map((url) => new URL(url).pathname.slice(1))
const shut = (name: string) => [
  `alter database ${name} with allow_connections false`,
  `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
]
const open = (name: string) => `alter database ${name} with allow_connections true`

/** Both databases of the first cell, as they are now. */
const backUp = () =>
  asAdministrator(
    ...names().flatMap((name) => [
      ...shut(name),
      `create database ${name}_kept template ${name}`,
      open(name),
    ]),
  )
/** They are as they were then; nothing else of the cell is. */
const restore = () =>
  asAdministrator(
    ...names().flatMap((name) => [
      ...shut(name),
      `drop database ${name} with (force)`,
      `alter database ${name}_kept rename to ${name}`,
    ]),
  )

/** Rows of the company as a job of that cell would find them. */
async function rows(db: Db): Promise<string[]> {
  const found = []
  for (const { name } of await movedTables(db)) {
    if (name === 'clearing_records') continue
    const row = await db.first(sql`select from ${raw(name)} where company_id = ${company} limit 1`)
    if (row) found.push(name)
  }
  return found
}

const stateOf = async (debitId: string) =>
  (await cells.a.call('GET', `/transaction/${debitId}/status`)).body.state as string

test('a copy that a restore brings back is served by nobody, is told of, and goes by the command that is named', async () => {
  const { a, b } = cells
  const card = await a.saveCard()
  const charge = async () => {
    const key = { 'idempotency-key': crypto.randomUUID() }
    return until('a charge', async () => {
      const { status, body } = await a.charge(card, { amount: '10.00' }, key)
      return status === 200 && (body.debit_id as string)
    })
  }
  const other = await anotherCompany(a)
  const receiver = await startReceiver(cells.url)
  receiver.inbox('/hook')
  const hook = { callback_url: receiver.url('/hook'), callback_api_key: 'our-own-key', max_wait_seconds: 0 }
  await a.good('POST', '/webhooks', hook)
  const debits = [await charge()]
  await until('the cell to know its name', () => a.db.first(sql`select from own_cell`))
  await backUp()
  // Sent by the first cell, which will know nothing of it.
  debits.push(await charge())
  assert.equal((await jetpay(...moveWords('b'))).code, 0)
  debits.push(await charge())
  const delivered = () =>
    receiver.inbox('/hook').received.flatMap(({ body }) => body.events.map(({ id, type }) => `${id} ${type}`))
  await until('what was delivered', async () => delivered().length > 2)

  await a.stopWorker()
  await restore()
  await until('the restored database', () => a.db.first(sql`select 1 as one`).catch(() => undefined))
  await beginRecovery(a.db)
  a.startWorker()
  await until('the directory’s word', () => a.db.first(sql`select from misplaced_companies`))
  assert.deepEqual(await rows(a.db), [], 'no job finds it')
  const direct = () =>
    fetch(`${cells.addressOf(a)}/contact`, { headers: { authorization: `Bearer ${a.demo.api_token}` } })
  await until('its own token to be unknown there', async () => (await direct()).status === 401)
  debits.push(await charge())
  const events = (await a.good('GET', '/events?limit=1')).newest_event_id as number
  await until('the newest to be delivered', async () =>
    delivered().some((event) => event.startsWith(`${events} `)),
  )
  assert.deepEqual(
    delivered().filter((event) => /events.restored/.test(event) || Number.parseInt(event, 10) > events),
    [],
    'no event of the copy is delivered',
  )

  const found = await jetpay('verify', '--cells')
  assert.equal(found.code, 1)
  assert.match(found.out, new RegExp(`jetpay company move ${company} --to b --settings <folder>`))
  assert.match(
    (await jetpay(...moveWords('b'), '--cancel')).err,
    /has a copy of it, which a restore has brought back/,
  )
  assert.match((await jetpay(...moveWords('a'))).err, /copy that a restore has brought back/)

  // Whoever else is there goes on meanwhile.
  await openDoors(a.db, 'Ada', 'restored', true)
  await a.good('PUT', '/contact', { name: 'Grace', email: 'grace@example.com' }, other.headers)
  await until('the worker to have gone on for it', async () => {
    const { data } = await a.good('GET', '/events?limit=1&type=contacts.created', undefined, other.headers)
    return data.length === 1
  })

  const killed = await new Promise<boolean>((resolve) => {
    const child = spawn(process.execPath, ['src/main.ts', ...moveWords('b')], {
      cwd: projectFolder,
      env: environment(),
    })
    child.stderr.on('data', (text) => /its copy goes: contacts/.test(String(text)) && child.kill('SIGKILL'))
    child.on('close', (_, signal) => resolve(signal === 'SIGKILL'))
  })
  assert.ok(killed)
  const taken = await jetpay(...moveWords('b'))
  assert.equal(taken.code, 0, taken.err)
  assert.deepEqual(await a.db.many(sql`select from pg_policy`), [], 'nothing is hidden any more')
  assert.deepEqual(await rows(a.db), [])

  // What it did there is handed on as it would have been, also what the restore has lost.
  await fetch(`${a.simulatorUrl}/clearing`, { method: 'POST' })
  for (const debit of debits.slice(0, 2))
    await until('its clearing', async () => (await stateOf(debit)) === 'completed')
  const clean = await jetpay('verify', '--cells', '--json')
  const { over_all } = JSON.parse(clean.out) as { over_all: { name: string; ok: boolean }[] }
  assert.deepEqual(
    over_all.filter(({ name, ok }) => !ok && name !== 'each_cell_is_itself_to_the_bank'),
    [],
  )
  for (const cell of [a, b]) await verifiesClean(cell)
  await receiver.close()
})
