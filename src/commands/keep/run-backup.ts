import { type Database, sql } from '../../db/sql.ts'
import { readConfig } from '../../ground/config.ts'
import { OperatorError } from '../../ground/errors.ts'
import { type Begun, beginRecovery } from '../../recovery/begin.ts'
import { backUp } from '../../supervisor/back-up.ts'
import { restore, withDatabase } from '../../supervisor/restore.ts'
import { moveOnAfterRestore } from '../../vault/after-restore.ts'
import { aboutDatabase } from '../about-database.ts'

export async function runBackup(folder: string, keys: string | undefined) {
  const { keys: files, ...done } = await backUp(readConfig(), folder, keys)
  return {
    ...done,
    keys: keys
      ? `copied, apart: ${files.join('; ')}`
      : `NOT in the backup, keep copies apart from it: ${files.join('; ')}`,
  }
}

export async function runRestore(folder: string, keys: string | undefined, skipEvents: number) {
  const done = await restore(readConfig(), folder, keys, (main, vault) => begin(main, vault, skipEvents))
  return { ...done, next: 'start the platform, then `jetpay recovery check` and `jetpay recovery go`' }
}

export async function runBegin(skipEvents: number) {
  const { databaseUrl, databaseDirectUrl, vaultDatabaseUrl, vaultDatabaseDirectUrl } = readConfig()
  const [main, vault] = [databaseDirectUrl ?? databaseUrl, vaultDatabaseDirectUrl ?? vaultDatabaseUrl]
  if (!main || !vault)
    throw new OperatorError('Set DATABASE_URL and VAULT_DATABASE_URL to the databases that were restored.')
  await withDatabase(main, requireAlone).catch((error) => {
    throw aboutDatabase(error, main)
  })
  const begun = await begin(main, vault, skipEvents)
  return { ...begun, next: 'start the roles, then `jetpay recovery check` and `jetpay recovery go`' }
}

/** The vault first: where it does not fit nothing is begun. Its numbers may be moved on twice. */
const begin = (main: string, vault: string, skipEvents: number): Promise<Begun> =>
  withDatabase(main, async (db) => {
    const { last_log_id } = await db.one<{ last_log_id: bigint }>(sql`select last_log_id from vault_cursor`)
    await withDatabase(vault, (vaultDb) => moveOnAfterRestore(vaultDb, last_log_id))
    return beginRecovery(db, skipEvents)
  })

/** A role that runs would go on as if nothing had happened between its statements. */
async function requireAlone(db: Database): Promise<void> {
  const others = await db.one<{ count: number }>(sql`
    select count(*)::integer as count from pg_stat_activity
    where datname = current_database() and usename = current_user and pid <> pg_backend_pid()`)
  if (others.count > 0)
    throw new OperatorError(
      `${others.count} other connections are open: stop api, worker and vault first. Nothing was changed.`,
      'wrong_state',
    )
}
