import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { z } from 'zod'
import type { Config } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { isEmbedded } from './database.ts'

export const FORMAT = 'jetpay-backup-1'

const file = z.object({ path: z.string(), bytes: z.int(), sha256: z.string() })
const manifest = z.object({
  format: z.literal(FORMAT),
  taken_at: z.string(),
  version: z.string(),
  postgres_major: z.string(),
  stop_lsn: z.string().nullable(),
  files: z.array(file),
})
export type Manifest = z.infer<typeof manifest>

/** What opens a backup, and so is never in one: by the name that each has among its like. */
export const keyFiles = (config: Config) =>
  [
    { name: 'main.json', path: config.mainKeyFile, says: 'opens bank accounts and agreements' },
    { name: 'vault.json', path: config.vaultKeyFile, says: 'opens card numbers' },
    {
      name: 'database.json',
      path: `${config.dataFolder}/database.json`,
      says: 'the passwords of the database',
    },
  ] as const

/** Throws an OperatorError where the databases are on a server of somebody's own. */
export function requireEmbedded(config: Config): void {
  if (isEmbedded(config)) return
  throw new OperatorError(
    'DATABASE_URL names a PostgreSQL of your own: back it up with its own tools (docs/backup.md shows pgBackRest), and after a restore run `jetpay recovery begin`.',
    'wrong_state',
  )
}

/** Throws an OperatorError where one folder is in the other: keys and data must not lie together. */
export function requireApart(data: string, keys: string): void {
  const inside = (outer: string, inner: string) =>
    !/^\.\.(\/|$)/.test(relative(resolve(outer), resolve(inner)))
  if (inside(data, keys) || inside(keys, data))
    throw new OperatorError(
      'Keys and data must not lie together: whoever has both can read every card. Give --keys a folder elsewhere, best on another machine.',
    )
}

/** Reads what is in a backup. Throws an OperatorError where it is none, or not whole. */
export function readManifest(folder: string): Manifest {
  try {
    return manifest.parse(JSON.parse(readFileSync(join(folder, 'backup.json'), 'utf8')))
  } catch (error) {
    const why =
      (error as { code?: string }).code === 'ENOENT'
        ? 'has no backup.json'
        : 'has a backup.json that is not ours'
    throw new OperatorError(`${folder} is no backup: it ${why}.`, 'not_found')
  }
}

/** Reads every file of a backup and compares it with what was written. */
export async function requireWhole(folder: string, { files }: Manifest): Promise<void> {
  for (const { path, bytes, sha256 } of files) {
    const at = join(folder, path)
    if (!existsSync(at) || statSync(at).size !== bytes || (await sha256Of(at)) !== sha256)
      throw new OperatorError(
        `The backup in ${folder} is damaged: ${path} is not as it was written. Nothing was changed.`,
      )
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}
