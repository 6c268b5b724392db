import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { copyFolder, flushFolder } from '../db/copy-cluster.ts'
import { databaseUser } from '../db/database-user.ts'
import { embeddedMajor } from '../db/embedded.ts'
import { makeFolder } from '../db/embedded-folder.ts'
import { migrate } from '../db/migrate.ts'
import { postgresProcessesIn } from '../db/postgres-processes.ts'
import { openDatabase } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { freePort } from '../ground/free-port.ts'
import { loopback } from '../ground/host-name.ts'
import { keyFiles, readManifest, requireEmbedded, requireWhole } from './backup-folder.ts'
import { lockDataFolder, prepareDataFolder } from './data-folder.ts'
import { postgresFolder, startDatabases } from './database.ts'

/** What the restored databases are handed to, by their addresses, before the server is stopped again. */
export type AfterRestore<Result> = (databaseUrl: string, vaultDatabaseUrl: string) => Promise<Result>

/**
 * Puts a backup in the place of the databases in the data folder. What was there is moved aside, never
 * removed. Keys come from `keys`, or must be in place. The books of the demo's network and bank, and folders
 * of files to and from banks, stay as they are: they are the others'. Throws an OperatorError before anything
 * is changed where the backup is not whole or a key is missing.
 */
export async function restore<Result>(
  config: Config,
  folder: string,
  keys: string | undefined,
  then: AfterRestore<Result>,
): Promise<Result & { restored: string; moved_aside: string | null }> {
  requireEmbedded(config)
  const from = resolve(folder)
  const manifest = readManifest(from)
  const major = String(embeddedMajor(config.postgresPrograms))
  if (manifest.postgres_major !== major)
    throw new OperatorError(
      `The backup is of PostgreSQL ${manifest.postgres_major}, and ${major} would run it: restore it with the version of Jetpay that wrote it (${manifest.version}). Nothing was changed.`,
    )
  await requireWhole(from, manifest)
  prepareDataFolder(config.dataFolder)
  const lock = await lockDataFolder(config.dataFolder)
  try {
    const postgres = postgresFolder(config.dataFolder)
    if (postgresProcessesIn(postgres).length > 0)
      throw new OperatorError('A PostgreSQL still runs in the data folder; start and stop the platform once.')
    await placeKeys(config, keys)
    const draft = `${postgres}.draft`
    await rm(draft, { recursive: true, force: true })
    await copyFolder(join(from, 'postgres'), draft)
    flushFolder(draft)
    const aside = existsSync(postgres) ? `${postgres}.before-${stamp()}` : null
    if (aside) await rename(postgres, aside)
    await rename(draft, postgres)
    giveToDatabase(postgres)
    if (existsSync(join(from, 'event-archive')))
      await putArchives(join(from, 'event-archive'), config.eventArchiveFolder)
    // Restored and not begun it would charge as if nothing had happened: then rather not restored.
    const result = await onServer(config, then).catch(async (error) => {
      await rename(postgres, `${postgres}.failed-${stamp()}`)
      if (aside) await rename(aside, postgres)
      throw error
    })
    return { restored: manifest.taken_at, moved_aside: aside, ...result }
  } finally {
    lock.release()
  }
}

const stamp = () =>
  new Date()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '')

/** Each key is in its place before data is. One that is there and differs is kept beside it. */
async function placeKeys(config: Config, keys: string | undefined): Promise<void> {
  const files = keyFiles(config)
  for (const { name, path, says } of files)
    if (!existsSync(keys ? join(keys, name) : path))
      throw new OperatorError(
        `${keys ? join(keys, name) : path} is missing (${says}): without it the backup cannot be used. Say with --keys where the copies of the keys are. Nothing was changed.`,
        'not_found',
      )
  if (!keys) return
  for (const { name, path } of files) {
    const wanted = readFileSync(join(keys, name))
    if (existsSync(path)) {
      if (readFileSync(path).equals(wanted)) continue
      await rename(path, `${path}.before-${stamp()}`)
    }
    await mkdir(dirname(path), { recursive: true, mode: 0o711 })
    await writeFile(path, wanted, { mode: 0o600, flush: true })
  }
}

/** PostgreSQL takes no data but its own user's. */
function giveToDatabase(postgres: string): void {
  const runAs = databaseUser()
  makeFolder(postgres, runAs)
  if (runAs.uid === undefined) return
  const { status, stderr } = spawnSync('chown', ['-R', `${runAs.uid}:${runAs.gid}`, postgres], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new OperatorError(`The data could not be given to its user: ${stderr.trim()}.`)
}

/** A file that is there already is the same one, or was made in the lost time: it stays. */
async function putArchives(from: string, to: string): Promise<void> {
  const draft = `${to}.draft`
  await rm(draft, { recursive: true, force: true })
  for (const { path } of await copyFolder(from, draft)) {
    const target = join(to, path)
    if (existsSync(target)) continue
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    await rename(join(draft, path), target)
  }
  await rm(draft, { recursive: true, force: true })
}

/** Starts the restored server, brings its databases to date, does what is to be done there, and stops it. */
async function onServer<Result>(config: Config, then: AfterRestore<Result>): Promise<Result> {
  let stop: (() => Promise<void>) | undefined
  try {
    const at = await startDatabases(
      { ...config, databasePort: await freePort(loopback()) },
      () => undefined,
      (how) => {
        stop = how
      },
    )
    await migrate(at.databaseUrl!, 'main')
    await migrate(at.vaultDatabaseUrl!, 'vault')
    return await then(at.databaseUrl!, at.vaultDatabaseUrl!)
  } finally {
    await stop?.()
  }
}

/** One connection to a database for `work`, closed after it. */
export async function withDatabase<Result>(
  url: string,
  work: (db: ReturnType<typeof openDatabase>) => Promise<Result>,
): Promise<Result> {
  const db = openDatabase(url, 1, () => undefined)
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}
