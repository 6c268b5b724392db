import { migrate } from '../db/migrate.ts'
import { openDatabase } from '../db/sql.ts'
import { readConfig } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { noteRelease } from '../page-audit/known-releases.ts'

/** `jetpay migrate`: brings the databases that the settings name up to date; what was applied to each. */
export async function migrateAll() {
  const config = readConfig()
  const databaseUrl = config.databaseDirectUrl ?? config.databaseUrl
  const vaultDatabaseUrl = config.vaultDatabaseDirectUrl ?? config.vaultDatabaseUrl
  const { directoryDatabaseUrl } = config
  if (!databaseUrl && !vaultDatabaseUrl && !directoryDatabaseUrl) {
    throw new OperatorError(
      'Set DATABASE_URL, VAULT_DATABASE_URL or both; `npm start` migrates its own databases.',
    )
  }
  return {
    main: databaseUrl ? await migrateMain(databaseUrl) : null,
    vault: vaultDatabaseUrl ? await migrate(vaultDatabaseUrl, 'vault') : null,
    ...(directoryDatabaseUrl ? { directory: await migrate(directoryDatabaseUrl, 'directory') } : {}),
  }
}

/** The main database, which then knows of this release before any process of it serves a page. */
export async function migrateMain(url: string) {
  const applied = await migrate(url, 'main')
  const db = openDatabase(url, 1, () => undefined)
  try {
    await noteRelease(db)
  } finally {
    await db.close()
  }
  return applied
}
