import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type CopiedCluster, copyCluster, copyFolder, flushFolder } from '../db/copy-cluster.ts'
import { dataOf } from '../db/embedded-folder.ts'
import { databaseUrl } from '../db/provision.ts'
import { type Config, projectFolder } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { loopback } from '../ground/host-name.ts'
import { FORMAT, keyFiles, type Manifest, requireApart, requireEmbedded } from './backup-folder.ts'
import { lockDataFolder } from './data-folder.ts'
import { postgresFolder, readPasswords } from './database.ts'
import { readRunFile } from './run-file.ts'

type Running = { JETPAY_DATABASE_PORT?: string }
export type BackedUp = { folder: string; taken_at: string; files: number; bytes: number; keys: string[] }

/**
 * Writes main and vault database as they are at one moment, and the files of archived events, to a new
 * folder; while the platform runs, or while it is stopped. Keys are never among them: with `keys` they are
 * copied to that folder. Throws an OperatorError that says why not; then nothing is left in `folder`.
 */
export async function backUp(config: Config, folder: string, keys?: string): Promise<BackedUp> {
  requireEmbedded(config)
  if (keys) requireApart(folder, keys)
  const to = resolve(folder)
  if (existsSync(to) && readdirSync(to).length > 0)
    throw new OperatorError(
      `${folder} is there and not empty: give each backup a folder of its own.`,
      'wrong_state',
    )
  const data = dataOf(postgresFolder(config.dataFolder))
  if (!existsSync(`${data}/PG_VERSION`))
    throw new OperatorError(
      `There is no database in ${config.dataFolder}; set JETPAY_DATA to where it is.`,
      'not_found',
    )
  const draft = `${to}.draft`
  await rm(draft, { recursive: true, force: true })
  try {
    const cluster = await copyDatabase(config, data, `${draft}/postgres`)
    // After the database: what it says is archived is in a file by then.
    const archives = existsSync(config.eventArchiveFolder)
      ? await copyFolder(config.eventArchiveFolder, `${draft}/event-archive`, undefined, (name) =>
          name.endsWith('.draft'),
        )
      : []
    const files = [
      ...cluster.files.map((file) => ({ ...file, path: `postgres/${file.path}` })),
      ...archives.map((file) => ({ ...file, path: `event-archive/${file.path}` })),
    ]
    const manifest: Manifest = {
      format: FORMAT,
      taken_at: cluster.at,
      version: JSON.parse(readFileSync(`${projectFolder}/package.json`, 'utf8')).version,
      postgres_major: readFileSync(`${data}/PG_VERSION`, 'utf8').trim(),
      stop_lsn: cluster.stop_lsn || null,
      files,
    }
    await writeFile(`${draft}/backup.json`, `${JSON.stringify(manifest, null, 1)}\n`, {
      mode: 0o600,
      flush: true,
    })
    flushFolder(draft)
    await rm(to, { recursive: true, force: true })
    await rename(draft, to)
    if (keys) await copyKeys(config, resolve(keys))
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    const kept = keyFiles(config).map(({ name, path, says }) => `${keys ? join(keys, name) : path}: ${says}`)
    return { folder: to, taken_at: manifest.taken_at, files: files.length, bytes, keys: kept }
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    const { code, message } = error as NodeJS.ErrnoException
    // No right to read or write, no room: what a person sees to.
    if (/^(EACCES|EPERM|ENOSPC|EROFS|EDQUOT|ENOENT)$/.test(code ?? ''))
      throw new OperatorError(`The backup was not written: ${message}.`)
    throw error
  }
}

/** From the server that runs, or from the files of one that does not: then nobody may start it meanwhile. */
async function copyDatabase(config: Config, data: string, to: string): Promise<CopiedCluster> {
  const { JETPAY_DATABASE_PORT: port } = await readRunFile<Running>(config)
  const passwords = readPasswords(`${config.dataFolder}/database.json`, postgresFolder(config.dataFolder))
  if (port) {
    const at = { host: loopback(), port: Number(port), ...passwords }
    return copyCluster(
      databaseUrl(at, 'postgres', passwords.adminPassword, 'postgres'),
      data,
      `${to}/data`,
    ).then((copied) => ({
      ...copied,
      files: copied.files.map((file) => ({ ...file, path: `data/${file.path}` })),
    }))
  }
  const lock = await lockDataFolder(config.dataFolder)
  try {
    const files = await copyFolder(data, `${to}/data`, undefined, (name) =>
      /^postmaster\.(pid|opts)$/.test(name),
    )
    return {
      files: files.map((file) => ({ ...file, path: `data/${file.path}` })),
      start_lsn: '',
      stop_lsn: '',
      at: new Date().toISOString(),
    }
  } finally {
    lock.release()
  }
}

async function copyKeys(config: Config, keys: string): Promise<void> {
  await mkdir(keys, { recursive: true, mode: 0o700 })
  for (const { name, path } of keyFiles(config)) {
    await copyFile(path, join(keys, name))
    await writeFile(join(keys, name), readFileSync(path), { mode: 0o600, flush: true })
  }
}
