import { isPooled } from '../ground/database-addresses.ts'
import { OperatorError } from '../ground/errors.ts'
import { sessionSettings } from './session-settings.ts'
import { type Db, sql } from './sql.ts'

export type Which = 'main' | 'vault' | 'directory'
/** The setting that has the address of each. */
export const settingOf: Record<Which, string> = {
  main: 'DATABASE_URL',
  vault: 'VAULT_DATABASE_URL',
  directory: 'DIRECTORY_DATABASE_URL',
}
export type ServerVersion = { number: number; version: string }

/**
 * The oldest PostgreSQL that is supported, as `server_version_num` has it. Statements and migrations keep to
 * what it knows: `npm run test:postgres-15` runs them all on it.
 */
const OLDEST = 150_000

/** The row of it has the columns of `ServerVersion`. */
export const askVersion = sql`
  select current_setting('server_version_num')::integer as number, current_setting('server_version') as version`

/**
 * Throws an OperatorError where the server is older: it would refuse some statements only, and those for
 * ever. `oldest` is for tests.
 */
export function refuseOldServer({ number, version }: ServerVersion, which: Which, oldest = OLDEST): void {
  if (number >= oldest) return
  throw new OperatorError(
    `The ${which} database runs on PostgreSQL ${version}, and Jetpay needs ${oldest / 10_000} or later: upgrade the server (pg_upgrade, or pg_dump into a newer one), then start again.`,
  )
}

/**
 * What each role asks before all else: the same, and behind a pooler whether its user has the settings that a
 * connection could not set for itself.
 */
export async function checkServer(db: Db, which: Which, url: string): Promise<void> {
  refuseOldServer(await db.one<ServerVersion>(askVersion), which)
  if (!isPooled(url)) return
  const missing = await db.many<{ name: string }>(sql`
    select name from unnest(${Object.keys(sessionSettings)}::text[], ${Object.values(sessionSettings)}::text[]) as wanted (name, value)
    where not exists (
      select from pg_settings s where s.name = wanted.name and s.setting = wanted.value)`)
  if (missing.length === 0) return
  const list = missing.map(({ name }) => `${name} = ${sessionSettings[name]}`).join(', ')
  throw new OperatorError(
    `The ${which} database is behind a pooler, and its user lacks settings: ${list}. Run \`jetpay database init\` (or \`alter role … set\`), have the pooler connect anew, then start again.`,
  )
}
