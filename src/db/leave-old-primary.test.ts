/** Two real servers; the one that took writes stands still, and the other takes over. */
import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { until } from '../../test/platform.ts'
import { newDataFolder } from '../../test/system.ts'
import { freePort } from '../ground/free-port.ts'
import { openLogFile } from '../supervisor/log-file.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts'
import { postgresProcessesIn } from './postgres-processes.ts'
import { isUnavailable, openDatabase, sql } from './sql.ts'

const folder = newDataFolder()
const password = 'admin-0123456789'
type Server = EmbeddedPostgres & { at: string; folder: string }
let first: Server
let second: Server

async function start(name: string, more: string[] = []): Promise<Server> {
  const [host, port] = ['127.0.0.1', await freePort('127.0.0.1')]
  const own = `${folder}/${name}`
  const log = openLogFile(`${own}.log`, () => undefined)
  const flags = ['shared_buffers=8MB', ...more]
  const server = await startEmbeddedPostgres({ folder: own, host, port, adminPassword: password, log, flags })
  return { ...server, at: `${host}:${port}`, folder: own }
}
/** Starts a server again at the end of a recovery, as one is that was promoted: on its next timeline. */
async function promote(server: Server, name: string): Promise<Server> {
  await server.stop()
  writeFileSync(`${server.folder}/data/recovery.signal`, '')
  return start(name, ['restore_command=false'])
}
const url = (hosts: string) => `postgres://postgres:${password}@${hosts}/postgres`
const signalAll = (server: Server, name: NodeJS.Signals) => {
  for (const { pid } of postgresProcessesIn(server.folder)) process.kill(pid, name)
}
async function takeWrites(server: Server, takes: boolean): Promise<void> {
  const client = new pg.Client({ connectionString: url(server.at) })
  await client.connect()
  await client.query('set default_transaction_read_only = off')
  await client.query(`alter role postgres set default_transaction_read_only = ${takes ? 'off' : 'on'}`)
  await client.end()
}

before(async () => {
  first = await start('first')
  second = await start('second')
  await takeWrites(second, false)
})
after(async () => {
  if (first) signalAll(first, 'SIGCONT')
  await first?.stop()
  await second?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('who waits on a server that stands still is let go once another takes writes, and so is who rests there', async (t) => {
  const db = openDatabase(url(`${first.at},${second.at}`), 3, () => undefined)
  t.after(() => db.close())
  const portOf = async () => (await db.one<{ port: number }>(sql`select inet_server_port() as port`)).port
  const [firstPort, secondPort] = [first, second].map(({ at }) => Number(at.split(':')[1]))
  // Two connections: one will be asked, one rests.
  assert.deepEqual(await Promise.all([portOf(), portOf()]), [firstPort, firstPort])
  signalAll(first, 'SIGSTOP')
  const single = db.run(sql`select 1`).catch((error) => error)
  const inTransaction = db.transaction((own) => own.run(sql`select 1`)).catch((error) => error)
  await takeWrites(second, true)
  for (const error of await Promise.all([single, inTransaction])) {
    assert.match(error.message, /another host takes writes than 127\.0\.0\.1/)
    assert.equal(isUnavailable(error), true)
  }
  assert.equal(await until('the second', () => portOf().catch(() => undefined)), secondPort)
})

test('a connection leaves a server that lives on and takes no more writes, though nobody waits on it', async (t) => {
  signalAll(first, 'SIGCONT')
  await takeWrites(first, false)
  const db = openDatabase(url(`${first.at},${second.at}`), 1, () => undefined)
  t.after(() => db.close())
  const portOf = async () => (await db.one<{ port: number }>(sql`select inet_server_port() as port`)).port
  assert.equal(await portOf(), Number(second.at.split(':')[1]))
  await takeWrites(first, true)
  await takeWrites(second, false)
  await until(
    'the first',
    async () => (await portOf().catch(() => undefined)) === Number(first.at.split(':')[1]),
  )
})

test('of two servers that say they take writes the one that was promoted last is used, and never again the other', async (t) => {
  second = await promote(second, 'second')
  await takeWrites(first, true)
  await takeWrites(second, true)
  const both = openDatabase(url(`${first.at},${second.at}`), 2, () => undefined)
  t.after(() => both.close())
  const portOf = () => both.one<{ port: number }>(sql`select inet_server_port() as port`)
  for (const { port } of await Promise.all([portOf(), portOf()]))
    assert.equal(port, Number(second.at.split(':')[1]))
  await second.stop()
  await until('the other to be refused', () =>
    portOf().then(
      () => assert.fail('what is old was read'),
      (error) => /was replaced \(timeline 1, and 2 was seen\)/.test(error.message) && isUnavailable(error),
    ),
  )
})
