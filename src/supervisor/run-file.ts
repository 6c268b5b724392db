import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { Config } from '../config.ts'
import type { Secret } from '../settings/hand-over.ts'

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
    JETPAY_METRICS_PORT: String(config.apiMetricsPort),
    JETPAY_VAULT_METRICS_PORT: String(config.vaultMetricsPort),
    JETPAY_WORKER_METRICS_PORT: String(config.workerMetricsPort),
    JETPAY_PUBLIC_URL: config.publicUrl,
    JETPAY_VAULT_PUBLIC_URL: config.vaultPublicUrl,
  }
}

/** All secrets there are, of which each role is given its own. */
export const secretsOf = ({ bank, ...config }: Config): Partial<Record<Secret, string | undefined>> => ({
  DATABASE_URL: config.databaseUrl,
  VAULT_DATABASE_URL: config.vaultDatabaseUrl,
  JETPAY_SMTP_URL: config.smtpUrl,
  JETPAY_BANK_SFTP_PASSWORD: bank.sftpPassword,
  JETPAY_ACH_SFTP_PASSWORD: bank.ach.exchange?.sftpPassword,
})
