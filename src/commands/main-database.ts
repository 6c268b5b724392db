import { type Database, openDatabase } from '../db/sql.ts'
import { readConfig } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { readRunFile } from '../supervisor/run-file.ts'

/** DATABASE_URL, or the main database of the `npm start` that runs in the data folder. */
async function mainDatabaseUrl(): Promise<string> {
  const config = readConfig()
  const url = config.databaseUrl ?? (await readRunFile<{ DATABASE_URL: string }>(config)).DATABASE_URL
  if (!url)
    throw new OperatorError('Nothing is running here: start it with `npm start`, or set DATABASE_URL.')
  return url
}

/** Does a command's work on it, by one connection that is closed after. */
export async function withMainDatabase<Result>(work: (db: Database) => Promise<Result>): Promise<Result> {
  const db = openDatabase(await mainDatabaseUrl(), 1, () => undefined)
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}
