import { type Database, openDatabase } from '../db/sql.ts'
import { type Config, readConfig } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import { readRunFile } from '../supervisor/run-file.ts'
import { aboutDatabase } from './about-database.ts'

type Running = { DATABASE_URL?: string }

/** DATABASE_URL, or the main database of the `npm start` that runs in the data folder. */
export async function mainDatabaseUrl(): Promise<string> {
  const config = readConfig()
  return mainDatabaseOf(config, config.databaseUrl ? {} : await readRunFile<Running>(config))
}

/** The same, of settings and of what runs there. Throws an OperatorError where neither names one. */
export function mainDatabaseOf({ databaseUrl, dataFolder }: Config, running: Running): string {
  if (databaseUrl !== undefined && !/^(postgres|postgresql|socket):/.test(databaseUrl))
    throw new OperatorError(
      'DATABASE_URL is no address of a database; write postgres://user:password@host:5432/jetpay.',
    )
  const url = databaseUrl ?? running.DATABASE_URL
  if (url) return url
  throw new OperatorError(
    `Nothing is running in ${dataFolder}: start it with \`npm start\`, or set JETPAY_DATA to where it runs, or DATABASE_URL.`,
    'service_unavailable',
  )
}

/** Does a command's work on it, by one connection that is closed after. */
export async function withMainDatabase<Result>(work: (db: Database) => Promise<Result>): Promise<Result> {
  const url = await mainDatabaseUrl()
  const db = openDatabase(url, 1, () => undefined)
  try {
    return await work(db)
  } catch (error) {
    throw aboutDatabase(error, url)
  } finally {
    await db.close()
  }
}
