import { type Database, openDatabase } from '../../db/sql.ts'
import { type Config, readConfig } from '../../ground/config.ts'
import { OperatorError } from '../../ground/errors.ts'
import { aboutDatabase } from '../about-database.ts'

/** Does a command's work on the directory's database. */
export async function onDirectory<Result>(
  work: (db: Database, config: Config) => Promise<Result>,
): Promise<Result> {
  const config = readConfig()
  const { directoryDatabaseUrl: url } = config
  if (!url)
    throw new OperatorError(
      'Set DIRECTORY_DATABASE_URL to the address of the directory’s database: docs/cells.md.',
      'service_unavailable',
    )
  return onDatabaseAt(url, 'DIRECTORY_DATABASE_URL', (db) => work(db, config))
}

/** Does it on the database of an address that a setting has, by one connection that is closed after. */
export async function onDatabaseAt<Result>(
  url: string,
  setting: string,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  const db = openDatabase(url, 1, () => undefined)
  try {
    return await work(db)
  } catch (error) {
    throw aboutDatabase(error, url, setting)
  } finally {
    await db.close()
  }
}
