/**
 * The only reader of `process.env`. Every setting with its default and why; `docs/settings.md` says the same
 * for operators.
 */
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hostName, loopback } from './host-name.ts'
import { readAdmissionSettings } from './settings/admission.ts'
import { readBankSettings } from './settings/bank.ts'
import { readCardNetworkSettings } from './settings/card-network.ts'
import { readCardTestingSettings } from './settings/card-testing.ts'
import { readDirectorySettings } from './settings/directory.ts'
import { takeSecrets } from './settings/hand-over.ts'
import { readMessageSettings } from './settings/messages.ts'
import { readProcessSettings } from './settings/processes.ts'
import { readersOf } from './settings/readers.ts'
import { readRetentionSettings } from './settings/retention.ts'
import { readSeeingSettings } from './settings/seeing.ts'
import { readVaultDoorSettings } from './settings/vault-door.ts'
import { readVaultKeySettings } from './settings/vault-keys.ts'

export type Environment = 'demo' | 'live'
export type Config = ReturnType<typeof readConfig>

/** The project's folder: where `migrations/` and `node_modules/` are. */
export const projectFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/**
 * Takes from the environment what PostgreSQL's clients read there by themselves (PGSSLMODE, PGOPTIONS, PGHOST
 * …), and returns the names: what is set for another program's database must not change how ours is reached.
 * DATABASE_URL has all that ours needs.
 */
export function forgetPostgresVariables(env: NodeJS.ProcessEnv = process.env): string[] {
  const names = Object.keys(env).filter((name) => /^(PG[A-Z]+|NODE_PG_FORCE_NATIVE)$/.test(name) && env[name])
  for (const name of names) delete env[name]
  return names
}

/**
 * Reads all settings. Throws an OperatorError that names the bad setting. `asked` takes the names of all that
 * there are.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env, asked: Set<string> = new Set()) {
  const readers = readersOf(env, asked)
  const { text, number, oneOf, secret } = readers

  const dataFolder = resolve(text('JETPAY_DATA', `${projectFolder}/var`))
  const portBase = number('JETPAY_PORT', 8400, 0, 65_000)
  const host = text('JETPAY_HOST', loopback())
  const port = (name: string, offset: number) =>
    number(name, portBase === 0 ? 0 : portBase + offset, 0, 65_535)

  const apiPort = port('JETPAY_API_PORT', 0)
  const vaultPort = port('JETPAY_VAULT_PORT', 1)
  const simulatorPort = port('JETPAY_SIMULATOR_PORT', 2)
  const networkPort = port('JETPAY_NETWORK_PORT', 3)
  const shopPort = port('JETPAY_SHOP_PORT', 4)
  const databasePort = port('JETPAY_DATABASE_PORT', 5)
  const apiMetricsPort = port('JETPAY_METRICS_PORT', 6)
  const besideMetrics = (name: string, offset: number) =>
    number(name, apiMetricsPort === 0 ? 0 : apiMetricsPort + offset, 0, 65_535)
  const isDemo = text('JETPAY_ENVIRONMENT', 'demo') === 'demo'

  return {
    /**
     * `demo`: simulated network and bank, http on loopback allowed, demo data seeded. `live`: none of that.
     */
    environment: oneOf('JETPAY_ENVIRONMENT', ['demo', 'live'] as const, 'demo'),
    /** Where the embedded database, keys, sockets and logs live. Default `var/` in the project. */
    dataFolder,
    /**
     * The address that servers listen on. Loopback unless told otherwise: a payment system does not open
     * itself.
     */
    host,
    /** Ports: JETPAY_PORT and the eight after it; 0 picks free ones. */
    apiPort,
    vaultPort,
    simulatorPort,
    networkPort,
    shopPort,
    databasePort,
    /**
     * Where each role that serves tells its operators how it is: `/metrics`, `/readyz`, `/healthz`. Not for
     * the public.
     */
    metricsHost: text('JETPAY_METRICS_HOST', loopback()),
    apiMetricsPort,
    vaultMetricsPort: besideMetrics('JETPAY_VAULT_METRICS_PORT', 1),
    workerMetricsPort: besideMetrics('JETPAY_WORKER_METRICS_PORT', 2),
    /** `jetpay directory`, which `npm start` does not run. */
    directoryPort: port('JETPAY_DIRECTORY_PORT', 9),
    directoryMetricsPort: besideMetrics('JETPAY_DIRECTORY_METRICS_PORT', 4),
    /** Where clients and browsers reach us, if that is not `http://<host>:<port>` (behind a proxy). */
    publicUrl: text('JETPAY_PUBLIC_URL', `http://${hostName(host)}:${apiPort}`),
    vaultPublicUrl: text('JETPAY_VAULT_PUBLIC_URL', `http://${hostName(host)}:${vaultPort}`),
    /** The main database and the vault's own; without them `npm start` runs an embedded PostgreSQL. */
    databaseUrl: secret('DATABASE_URL'),
    vaultDatabaseUrl: secret('VAULT_DATABASE_URL'),
    /** Their servers without a pooler between, for `jetpay migrate`, which holds a lock for its session. */
    databaseDirectUrl: secret('DATABASE_DIRECT_URL'),
    vaultDatabaseDirectUrl: secret('VAULT_DATABASE_DIRECT_URL'),
    /** Who makes them on their servers (`jetpay database init`). No role is given it. */
    databaseAdminUrl: secret('DATABASE_ADMIN_URL'),
    vaultDatabaseAdminUrl: secret('VAULT_DATABASE_ADMIN_URL'),
    /** The programs of another PostgreSQL (15 or later) for `npm start` to run, in place of npm's. */
    postgresPrograms: readers.optional('JETPAY_POSTGRES_PROGRAMS'),
    /**
     * Connections of one process to its database. Twice the cores saturates a small server; more only queue
     * there.
     */
    databasePoolSize: number('JETPAY_DATABASE_POOL', 10, 1, 200),
    /**
     * How the api and the worker reach the vault: a unix socket that only its user can open, or the group of
     * its folder (setgid). Several, or on other hosts: `vaults`.
     */
    vaultSocket: text('JETPAY_VAULT_SOCKET', `${dataFolder}/vault/vault.sock`),
    ...readVaultDoorSettings(readers),
    /**
     * Key-encryption keys of the vault, and the main side's own key (bank accounts, webhook secrets). Mode
     * 600.
     */
    vaultKeyFile: text('JETPAY_VAULT_KEY_FILE', `${dataFolder}/keys/vault.json`),
    mainKeyFile: text('JETPAY_MAIN_KEY_FILE', `${dataFolder}/keys/main.json`),
    ...readVaultKeySettings(readers),
    ...readCardNetworkSettings(readers, host, dataFolder),
    ...readCardTestingSettings(readers, isDemo),
    ...readRetentionSettings(readers, dataFolder, isDemo),
    ...readProcessSettings(readers, isDemo),
    ...readAdmissionSettings(readers),
    ...readMessageSettings(readers),
    ...readSeeingSettings(readers),
    ...readDirectorySettings(readers),
    /**
     * Days in which a payment link can be used; then its debit or credit is cancelled. Longer than any
     * invoice's term; 0 is for ever.
     */
    paymentLinkDays: number('JETPAY_PAYMENT_LINK_DAYS', 90, 0, 36_500),
    /** Life of a tokenization URL. The contract says 15 minutes. */
    cardPageLifeMs: number('JETPAY_CARD_PAGE_LIFE_MS', 15 * 60_000, 100, 86_400_000),
    /** With which API token `jetpay mcp` asks; the demo's own token without it. No role is given it. */
    agentToken: secret('JETPAY_TOKEN'),
    /** How often the worker looks for new work when it has none. */
    workerPollMs: number('JETPAY_WORKER_POLL_MS', 50, 5, 60_000),
    /** The banks and who we are to them. */
    bank: readBankSettings(readers, dataFolder, isDemo),
    logLevel: oneOf('JETPAY_LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'] as const, 'info'),
  }
}

/**
 * The settings of a role. Its supervisor gives it its secrets by a descriptor that is read once, because what
 * is in a process's environment can be read in `/proc` for as long as it runs.
 */
export function readRoleConfig(): Config {
  const { JETPAY_SECRETS_FD: descriptor } = process.env
  return readConfig(descriptor ? { ...process.env, ...takeSecrets(Number(descriptor)) } : process.env)
}

/** The name of every setting. */
export function settingNames(): string[] {
  const asked = new Set<string>()
  readConfig({}, asked)
  return [...asked]
}
