import { type Database, openDatabase } from '../../db/sql.ts'
import { readConfig } from '../../ground/config.ts'
import { OperatorError } from '../../ground/errors.ts'
import { readRunFile } from '../../supervisor/run-file.ts'
import { aboutDatabase } from '../about-database.ts'

type Running = { VAULT_DATABASE_URL?: string }

/** VAULT_DATABASE_URL, or the vault's database of the `npm start` that runs in the data folder. */
export async function vaultDatabaseUrl(): Promise<string | undefined> {
  const config = readConfig()
  return config.vaultDatabaseUrl ?? (await readRunFile<Running>(config)).VAULT_DATABASE_URL
}

/** Does a command's work on it, by one connection that is closed after. */
export async function onVaultDatabase<Result>(work: (db: Database) => Promise<Result>): Promise<Result> {
  const url = await vaultDatabaseUrl()
  if (!url)
    throw new OperatorError(
      `Nothing is running in ${readConfig().dataFolder}: start it with \`npm start\`, or run this with the vault’s settings (VAULT_DATABASE_URL, JETPAY_VAULT_…).`,
      'service_unavailable',
    )
  const db = openDatabase(url, 1, () => undefined)
  try {
    return await work(db)
  } catch (error) {
    throw aboutDatabase(error, url)
  } finally {
    await db.close()
  }
}
