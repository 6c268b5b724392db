import { initDatabase, type Step } from '../db/init-database.ts'
import { type Config, readConfig } from '../ground/config.ts'
import { isPooled } from '../ground/database-addresses.ts'
import { OperatorError } from '../ground/errors.ts'
import { runningAdministrator } from '../supervisor/running-administrator.ts'
import { wholeList } from './command.ts'

/** `jetpay database init`: makes users and databases of the two addresses, each on its server. */
export async function initDatabases() {
  const config = readConfig()
  const { databaseUrl, vaultDatabaseUrl, directoryDatabaseUrl } = config
  // The directory's own may stand on the server of an `npm start`, whose own databases that makes itself.
  const isBeside = !databaseUrl && !vaultDatabaseUrl
  const admin = config.databaseAdminUrl ?? (isBeside ? await runningAdministrator(config) : undefined)
  if (!admin || !(databaseUrl || vaultDatabaseUrl || directoryDatabaseUrl))
    throw new OperatorError(
      'Set DATABASE_ADMIN_URL_FILE to a file with the address of the server’s administrator, and DATABASE_URL and VAULT_DATABASE_URL to what is to be made: docs/guide/your-own-postgresql.md.',
    )
  return wholeList([
    ...(await initMain(config, admin)),
    ...(await initVault(config, admin)),
    ...(directoryDatabaseUrl ? await initDatabase(admin, directoryDatabaseUrl, 'directory') : []),
  ])
}

const initMain = async (
  { databaseUrl: url, databaseDirectUrl: direct }: Config,
  admin: string,
): Promise<Step[]> => (url ? initDatabase(admin, direct ?? url, 'main', isPooled(url)) : [])

const initVault = async (config: Config, admin: string): Promise<Step[]> => {
  const { vaultDatabaseUrl: url, vaultDatabaseDirectUrl: direct, vaultDatabaseAdminUrl: own } = config
  return url ? initDatabase(own ?? admin, direct ?? url, 'vault', isPooled(url)) : []
}
