import { readConfig } from '../config.ts'
import { OperatorError } from '../errors.ts'
import { readIfThere, runFile } from '../supervisor/run-file.ts'

/** DATABASE_URL, or the main database of the `npm start` that runs in the data folder. */
export function mainDatabaseUrl(): string {
  const config = readConfig()
  const url = config.databaseUrl ?? readIfThere<{ DATABASE_URL: string }>(runFile(config)).DATABASE_URL
  if (!url)
    throw new OperatorError('Nothing is running here: start it with `npm start`, or set DATABASE_URL.')
  return url
}
