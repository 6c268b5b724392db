import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import type { Config } from '../ground/config.ts'
import { OperatorError } from '../ground/errors.ts'
import type { Secret } from '../ground/settings/hand-over.ts'
import { answers } from '../ground/unix-socket.ts'

/** Writes JSON that only this user can read: whole or not at all, whenever process or machine end. */
export function writePrivately(path: string, value: unknown): void {
  const draft = `${path}.${process.pid}`
  try {
    rmSync(draft, { force: true })
    writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true })
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

/**
 * The members of a JSON object in a file; none where there is no such file, or something else is in it.
 * Throws an OperatorError where it is another user's.
 */
export function readIfThere<T>(path: string): Partial<T> {
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return typeof read === 'object' && read !== null ? (read as Partial<T>) : {}
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES')
      throw new OperatorError(
        `${path} may not be read by this user: run it as the user that runs \`npm start\`.`,
        'service_unavailable',
      )
    return {}
  }
}

/** The lock of a data folder: a socket that answers while its `npm start` lives. */
export const lockPath = (dataFolder: string) => `${dataFolder}/supervisor.sock`

/**
 * What the `npm start` that runs in the data folder has settled. Nothing where none lives: the file of one
 * that was killed, or of another folder that this is a copy of, would name the database of somebody else.
 */
export async function readRunFile<T>(config: Config): Promise<Partial<T>> {
  const settled = readIfThere<T>(runFile(config))
  return (await answers(lockPath(config.dataFolder))) ? settled : {}
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
    JETPAY_API_PROCESSES: String(config.apiProcesses),
    JETPAY_WORKER_PROCESSES: String(config.workerProcesses),
    JETPAY_PUBLIC_URL: config.publicUrl,
    JETPAY_VAULT_PUBLIC_URL: config.vaultPublicUrl,
  }
}

/** All secrets there are, of which each role is given its own. */
export const secretsOf = ({ bank, ...config }: Config): Partial<Record<Secret, string | undefined>> => ({
  DATABASE_URL: config.databaseUrl,
  VAULT_DATABASE_URL: config.vaultDatabaseUrl,
  JETPAY_VAULT_PKCS11_PIN: config.vaultPkcs11Pin,
  JETPAY_SMTP_URL: config.smtpUrl,
  JETPAY_BANK_SFTP_PASSWORD: bank.sftpPassword,
  JETPAY_ACH_SFTP_PASSWORD: bank.ach.exchange?.sftpPassword,
})
