import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { OperatorError } from '../ground/errors.ts'
import type { RunAs } from './database-user.ts'
import { postgresProcessesIn } from './postgres-processes.ts'

/** Small write-ahead segments,
 * because each new one is first filled with zeros while all commits wait: 1 MB takes a few milliseconds where
 * 16 MB took fifty.
 */
const INITDB = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C.UTF-8',
  '--lc-messages=C',
  '--data-checksums',
  '--wal-segsize=1',
  '--no-instructions',
]

/** From this version on its own locale sorts alike on every machine, and needs none of the system's. */
const BUILTIN_LOCALE = 17

/** Where a server's data is in its folder. */
export const dataOf = (folder: string) => `${folder}/data`

/** Makes `folder`, which only the database's user can read. */
export function makeFolder(folder: string, runAs: RunAs): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  if (runAs.uid !== undefined) chownSync(folder, runAs.uid, runAs.gid!)
}

/**
 * Makes the data of a new server, if there is none. It is made beside its place and renamed, so that it is
 * there whole or not at all, whatever ended the last try. Nothing that may hold data is ever removed.
 */
export function makeData(
  initdb: string,
  folder: string,
  adminPassword: string,
  runAs: RunAs,
  major: number,
): void {
  const data = dataOf(folder)
  if (isWhole(data)) return
  if (existsSync(data) && readdirSync(data).length > 0) {
    throw new OperatorError(
      `The database in ${data} is not whole (no PG_VERSION or global/pg_control); restore it from a backup, or move it away to begin with an empty one.`,
    )
  }
  const draft = `${folder}/data.draft`
  const passwordFile = `${folder}/.password`
  try {
    rmSync(draft, { recursive: true, force: true, maxRetries: 5 })
    rmSync(passwordFile, { force: true })
    writeFileSync(passwordFile, adminPassword, { mode: 0o600 })
    if (runAs.uid !== undefined) chownSync(passwordFile, runAs.uid, runAs.gid!)
    const locale = major >= BUILTIN_LOCALE ? ['--locale-provider=builtin'] : []
    const made = [`--pgdata=${draft}`, `--pwfile=${passwordFile}`, ...INITDB, ...locale]
    const tried = spawnSync(initdb, made, {
      ...runAs,
      encoding: 'utf8',
      cwd: folder,
    })
    if (tried.status !== 0) {
      const said = (tried.stderr || String(tried.error ?? `ended by ${tried.signal}`)).trim()
      throw new OperatorError(`PostgreSQL could not make its data folder: ${said.split('\n').join('; ')}`)
    }
    rmSync(data, { recursive: true, force: true })
    renameSync(draft, data)
    sync(folder)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

const isWhole = (data: string) => existsSync(`${data}/PG_VERSION`) && existsSync(`${data}/global/pg_control`)

/** So that the new name survives the machine, too. */
function sync(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/**
 * PostgreSQL does not start while `postmaster.pid` names a living process, whichever that is: after a crash
 * of the machine, or in a copy of the folder, any program. Where none works in this folder the file is made
 * to name us, its parent, which PostgreSQL takes for nobody; so it still looks for itself whether shared
 * memory of this folder is in use.
 */
export function disarmStalePid(folder: string): void {
  const path = `${dataOf(folder)}/postmaster.pid`
  if (!existsSync(path) || postgresProcessesIn(folder).length > 0) return
  const lines = readFileSync(path, 'utf8').split('\n')
  lines[0] = String(process.pid)
  // In place, which keeps its owner and mode.
  writeFileSync(path, lines.join('\n'), { mode: 0o600 })
}
