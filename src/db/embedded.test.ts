/** The embedded PostgreSQL against what kills, copies and reused process numbers leave behind. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { newDataFolder } from '../../test/system.ts'
import { freePort } from '../ground/free-port.ts'
import { loopback } from '../ground/host-name.ts'
import { openLogFile } from '../supervisor/log-file.ts'
import { databaseUser } from './database-user.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts'
import { disarmStalePid } from './embedded-folder.ts'
import { endPostgresIn, postgresProcessesIn } from './postgres-processes.ts'

let parent: string
let folder: string
let server: EmbeddedPostgres
before(async () => {
  parent = newDataFolder()
  folder = `${parent}/postgres`
  server = await start(folder)
})
after(async () => {
  await server?.stop()
  rmSync(parent, { recursive: true, force: true })
})

async function start(folder: string): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({
    folder,
    host: loopback(),
    port: await freePort(loopback()),
    adminPassword: 'secret-of-a-test',
    log: openLogFile(`${parent}/postgres.log`, () => undefined),
    flags: ['shared_buffers=8MB'],
  })
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Another program of the database's user, whose number a stale file may have. */
function stranger(): ChildProcess {
  return spawn('sleep', ['600'], { ...databaseUser(), cwd: '/' })
}

test('a server that was left in the folder is ended before another starts, and no other one is', async () => {
  const other = await start(`${parent}/other`)
  const left = server.pid
  server = await start(folder)
  assert.ok(!isAlive(left))
  assert.ok(isAlive(other.pid))
  assert.deepEqual(
    postgresProcessesIn(folder).filter(({ root }) => root),
    [{ pid: server.pid, root: true }],
  )
  await other.stop()
})

test('a stopped server that was left behind is ended all the same', async () => {
  process.kill(server.pid, 'SIGSTOP')
  assert.equal(await endPostgresIn(folder), true)
  assert.deepEqual(postgresProcessesIn(folder), [])
  server = await start(folder)
})

test('a copy of a running folder starts, and the original runs on', async () => {
  const copy = `${parent}/copy`
  // Some files come and go while it is copied.
  spawnSync('cp', ['-a', folder, copy])
  const copied = await start(copy)
  assert.ok(isAlive(server.pid), 'the original')
  await copied.stop()
  assert.ok(isAlive(server.pid), 'the original, after the copy')
})

test('a pid file whose number is another program’s by now ends nobody and holds up nothing', async () => {
  await server.stop()
  const other = stranger()
  const path = `${folder}/data/postmaster.pid`
  for (const number of [other.pid!, process.ppid]) {
    writeFileSync(
      path,
      `${number}\n${folder}/data\n1700000000\n5432\n\n127.0.0.1\n  1234567    999999\nready   \n`,
    )
    chown(path)
    server = await start(folder)
    assert.ok(isAlive(number))
    await server.stop()
  }
  server = await start(folder)
  const before = readFileSync(path, 'utf8')
  disarmStalePid(folder)
  assert.equal(readFileSync(path, 'utf8'), before, 'the file of a server that runs here')
  assert.ok(isAlive(other.pid!))
  other.kill()
  await once(other, 'exit')
})

test('an initdb that was killed leaves nothing that holds up the next start', async () => {
  const killed = `${parent}/killed`
  const first = start(killed).catch((error: Error) => error)
  // initdb runs synchronously in us, so another process kills it.
  const killer = spawn(
    '/bin/sh',
    [
      '-c',
      `while ! test -e ${killed}/data.draft/PG_VERSION; do sleep 0.01; done; pkill -KILL -f "initdb --pgdata=${killed}/data.draft"`,
    ],
    { stdio: 'ignore' },
  )
  const error = await first
  killer.kill()
  assert.ok(error instanceof Error && error.name === 'OperatorError', String(error))
  assert.ok(!existsSync(`${killed}/data`))
  const second = await start(killed)
  assert.deepEqual(readdirSync(killed), ['data'])
  await second.stop()
})

test('data that is not whole is never removed; one line says what to do', async () => {
  const broken = `${parent}/broken`
  mkdirSync(`${broken}/data/base`, { recursive: true })
  writeFileSync(`${broken}/data/base/1`, 'rows')
  await assert.rejects(start(broken), {
    name: 'OperatorError',
    message: /is not whole .* restore it from a backup/,
  })
  assert.equal(readFileSync(`${broken}/data/base/1`, 'utf8'), 'rows')
})

/** As a server's own file: of its user, and closed to others. */
function chown(path: string): void {
  const { uid, gid } = databaseUser()
  if (uid === undefined) return
  assert.equal(spawnSync('chown', [`${uid}:${gid}`, path]).status, 0)
  chmodSync(path, 0o600)
}
