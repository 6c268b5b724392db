import { existsSync } from 'node:fs'
import type { Config } from '../ground/config.ts'
import { postgresFolder, readPasswords } from './database.ts'
import { readRunFile } from './run-file.ts'

type Running = { DATABASE_URL?: string }

/**
 * The administrator of the PostgreSQL that an `npm start` in this data folder runs now; undefined where none
 * runs, or where it was given databases of its operator's.
 */
export async function runningAdministrator(config: Config): Promise<string | undefined> {
  const url = URL.parse((await readRunFile<Running>(config)).DATABASE_URL ?? '')
  const file = `${config.dataFolder}/database.json`
  if (!url || !existsSync(file)) return undefined
  const { adminPassword, mainPassword } = readPasswords(file, postgresFolder(config.dataFolder))
  if (url.password !== mainPassword) return undefined
  return `postgres://postgres:${adminPassword}@${url.host}/postgres`
}
