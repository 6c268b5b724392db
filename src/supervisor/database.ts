import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../db/embedded.ts'
import { type Installation, mainUrl, provision, vaultUrl } from '../db/provision.ts'
import type { Config } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { loopback } from '../ground/host-name.ts'
import { openBackOff } from './back-off.ts'
import { openLogFile } from './log-file.ts'
import { writePrivately } from './run-file.ts'

/** Where the embedded PostgreSQL of an installation is. */
export const postgresFolder = (dataFolder: string) => `${dataFolder}/postgres`

/** Whether `npm start` runs a PostgreSQL of its own. */
export const isEmbedded = (config: Pick<Config, 'databaseUrl' | 'vaultDatabaseUrl'>) =>
  !config.databaseUrl && !config.vaultDatabaseUrl

/**
 * The databases of this installation: those that the settings name, or an embedded PostgreSQL that is kept
 * running. `stopWith` is told how to stop it before it runs, so that whatever ends this start ends it too.
 */
export async function startDatabases(
  config: Config,
  say: (line: string) => void,
  stopWith: (stop: () => Promise<void>) => void,
): Promise<Config> {
  if (config.databaseUrl && config.vaultDatabaseUrl) return config
  if (!isEmbedded(config)) {
    throw new OperatorError(
      'Set both DATABASE_URL and VAULT_DATABASE_URL, or neither for an embedded PostgreSQL.',
    )
  }
  const { dataFolder, databasePort: port, postgresPrograms: programs } = config
  const folder = postgresFolder(dataFolder)
  const passwords = readPasswords(`${dataFolder}/database.json`, folder)
  const installation: Installation = { host: loopback(), port, ...passwords }
  const logFile = `${dataFolder}/logs/postgres.log`
  const kept = keepDatabase(
    { folder, host: installation.host, port, adminPassword: passwords.adminPassword, programs },
    logFile,
    say,
  )
  stopWith(() => kept.stop())
  await kept.ready
  await provision(installation)
  return { ...config, databaseUrl: mainUrl(installation), vaultDatabaseUrl: vaultUrl(installation) }
}

/**
 * Runs the server and starts it again whenever it ends, however long it does not come up: its disk may be
 * full, or its log away.
 */
function keepDatabase(
  at: { folder: string; host: string; port: number; adminPassword: string; programs: string | undefined },
  logFile: string,
  say: (line: string) => void,
): { ready: Promise<unknown>; stop(): Promise<void> } {
  const log = openLogFile(logFile, say)
  const backOff = openBackOff(say)
  const stopping = new AbortController()
  const { signal } = stopping
  const launch = () => startEmbeddedPostgres({ ...at, log })
  let server: EmbeddedPostgres | undefined

  const first = launch().then((started) => {
    server = started
  })
  async function keep(): Promise<void> {
    let startedAt = performance.now()
    while (!signal.aborted) {
      if (server) {
        await server.exited
        server = undefined
        if (signal.aborted) return
        backOff.say(`database ended; starting it again. Its log: ${logFile}`)
      }
      await delay(backOff.afterLiving(performance.now() - startedAt), undefined, { signal }).catch(
        () => undefined,
      )
      if (signal.aborted) return
      startedAt = performance.now()
      try {
        server = await launch()
      } catch (error) {
        backOff.say((error as Error).message)
      }
    }
  }
  const kept = first.then(keep, () => undefined)
  return {
    ready: first,
    async stop() {
      stopping.abort()
      await first.catch(() => undefined)
      await server?.stop()
      await kept
      // One that was being started meanwhile.
      await server?.stop()
    },
  }
}

const passwordNames = ['adminPassword', 'mainPassword', 'vaultPassword'] as const
type Passwords = Pick<Installation, (typeof passwordNames)[number]>

/**
 * The passwords in `database.json`, made with the first start. They are of the data in `folder`: without them
 * nobody reads it.
 */
export function readPasswords(path: string, folder: string): Passwords {
  const restore = `restore it from its backup, or move ${folder} away to begin with an empty database.`
  if (!existsSync(path)) {
    if (existsSync(`${folder}/data/PG_VERSION`))
      throw new OperatorError(`${path} is missing: the passwords of the database are in it; ${restore}`)
    const password = () => randomBytes(24).toString('base64url')
    writePrivately(path, Object.fromEntries(passwordNames.map((name) => [name, password()])))
  }
  if ((statSync(path).mode & 0o077) !== 0)
    throw new OperatorError(`The passwords in ${path} can be read by others; run: chmod 600 ${path}`)
  const read = parse(readFileSync(path, 'utf8'))
  // What `password()` makes: they are put into statements and URLs as they are.
  if (passwordNames.every((name) => /^[\w-]{16,}$/.test(String(read?.[name] ?? '')))) return read as Passwords
  throw new OperatorError(`${path} does not hold the database's passwords; ${restore}`)
}

function parse(text: string): Partial<Passwords> | null {
  try {
    return JSON.parse(text) as Partial<Passwords> | null
  } catch {
    return null
  }
}
