import { initDatabase } from '../db/init-database.ts'
import { readConfig } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { wholeList } from './command.ts'

/** `jetpay database init`: makes users and databases of the two addresses, each on its server. */
export async function initDatabases() {
  const { databaseUrl, vaultDatabaseUrl, databaseAdminUrl, vaultDatabaseAdminUrl } = readConfig()
  if (!databaseAdminUrl || !(databaseUrl || vaultDatabaseUrl))
    throw new OperatorError(
      'Set DATABASE_ADMIN_URL_FILE to a file with the address of the server’s administrator, and DATABASE_URL and VAULT_DATABASE_URL to what is to be made: docs/guide/your-own-postgresql.md.',
    )
  return wholeList([
    ...(databaseUrl ? await initDatabase(databaseAdminUrl, databaseUrl, 'main') : []),
    ...(vaultDatabaseUrl
      ? await initDatabase(vaultDatabaseAdminUrl ?? databaseAdminUrl, vaultDatabaseUrl, 'vault')
      : []),
  ])
}
