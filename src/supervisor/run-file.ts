import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { Config } from '../config.ts'

/** Writes JSON that only this user can read, whole or not at all. */
export function writePrivately(path: string, value: unknown): void {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, path)
}

export function readIfThere<T>(path: string): Partial<T> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch {
    return {}
  }
}

/** What other commands need to know of a running `npm start`, as settings for their environment. Mode 600. */
export const runFile = (config: Config) => `${config.dataFolder}/run.json`
export const removeRunFile = (config: Config) => rmSync(runFile(config), { force: true })

/** The settled settings as environment variables: what each role is started with. */
export function toEnvironment(config: Config): Record<string, string> {
  return {
    JETPAY_ENVIRONMENT: config.environment,
    JETPAY_DATA: config.dataFolder,
    JETPAY_HOST: config.host,
    JETPAY_API_PORT: String(config.apiPort),
    JETPAY_VAULT_PORT: String(config.vaultPort),
    JETPAY_SIMULATOR_PORT: String(config.simulatorPort),
    JETPAY_NETWORK_PORT: String(config.networkPort),
    JETPAY_SHOP_PORT: String(config.shopPort),
    JETPAY_DATABASE_PORT: String(config.databasePort),
    JETPAY_PUBLIC_URL: config.publicUrl,
    JETPAY_VAULT_PUBLIC_URL: config.vaultPublicUrl,
  }
}

/** The vault's database address goes to the vault alone, the main one's to all others. */
export function environmentOf(role: string, config: Config): Record<string, string> {
  const database: Record<string, string> =
    role === 'vault'
      ? { VAULT_DATABASE_URL: config.vaultDatabaseUrl! }
      : { DATABASE_URL: config.databaseUrl! }
  return { ...toEnvironment(config), ...(role === 'simulator' || role === 'shop' ? {} : database) }
}
