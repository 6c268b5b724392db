/**
 * The only reader of `process.env`. Every setting with its default and why; `docs/settings.md` says the same for operators.
 */
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { OperatorError } from './errors.ts'

export type Environment = 'demo' | 'live'
export type Config = ReturnType<typeof readConfig>

/** The project's folder: where `migrations/` and `node_modules/` are. */
export const projectFolder = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

/** Reads all settings. Throws an OperatorError that names the bad setting. */
export function readConfig(env: NodeJS.ProcessEnv = process.env) {
  const text = (name: string, fallback: string) => env[name] || fallback
  const optional = (name: string) => env[name] || undefined
  const number = (name: string, fallback: number, min: number, max: number) => {
    const value = env[name] === undefined || env[name] === '' ? fallback : Number(env[name])
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new OperatorError(`${name} is "${env[name]}"; set it to a whole number from ${min} to ${max}.`)
    }
    return value
  }
  const oneOf = <T extends string>(name: string, choices: readonly T[], fallback: T): T => {
    const value = text(name, fallback) as T
    if (!choices.includes(value))
      throw new OperatorError(`${name} is "${value}"; set it to ${choices.join(' or ')}.`)
    return value
  }

  const dataFolder = resolve(text('JETPAY_DATA', `${projectFolder}/var`))
  const portBase = number('JETPAY_PORT', 8400, 0, 65_000)
  const host = text('JETPAY_HOST', '127.0.0.1')
  const port = (name: string, offset: number) =>
    number(name, portBase === 0 ? 0 : portBase + offset, 0, 65_535)

  const apiPort = port('JETPAY_API_PORT', 0)
  const vaultPort = port('JETPAY_VAULT_PORT', 1)
  const simulatorPort = port('JETPAY_SIMULATOR_PORT', 2)
  const networkPort = port('JETPAY_NETWORK_PORT', 3)
  const shopPort = port('JETPAY_SHOP_PORT', 4)
  const databasePort = port('JETPAY_DATABASE_PORT', 5)
  const networkTimeoutMs = number('JETPAY_NETWORK_TIMEOUT_MS', 10_000, 100, 60_000)

  return {
    /** `demo`: simulated network and bank, http on loopback allowed, demo data seeded. `live`: none of that. */
    environment: oneOf('JETPAY_ENVIRONMENT', ['demo', 'live'] as const, 'demo'),
    /** Where the embedded database, keys, sockets and logs live. Default `var/` in the project. */
    dataFolder,
    /** The address that servers listen on. Loopback unless told otherwise: a payment system does not open itself. */
    host,
    /** Ports: JETPAY_PORT and the five after it; 0 picks free ones. */
    apiPort,
    vaultPort,
    simulatorPort,
    networkPort,
    shopPort,
    databasePort,
    /** Where clients and browsers reach us, if that is not `http://<host>:<port>` (behind a proxy). */
    publicUrl: text('JETPAY_PUBLIC_URL', `http://${host}:${apiPort}`),
    vaultPublicUrl: text('JETPAY_VAULT_PUBLIC_URL', `http://${host}:${vaultPort}`),
    /** The main database and the vault's own; without them `npm start` runs an embedded PostgreSQL. */
    databaseUrl: optional('DATABASE_URL'),
    vaultDatabaseUrl: optional('VAULT_DATABASE_URL'),
    /** Connections of one process to its database. Twice the cores saturates a small server; more only queue there. */
    databasePoolSize: number('JETPAY_DATABASE_POOL', 10, 1, 200),
    /** How the api and the worker reach the vault: a unix socket that only this user can open. */
    vaultSocket: text('JETPAY_VAULT_SOCKET', `${dataFolder}/vault.sock`),
    /** Key-encryption keys of the vault, and the main side's own key (bank accounts, webhook secrets). Mode 600. */
    vaultKeyFile: text('JETPAY_VAULT_KEY_FILE', `${dataFolder}/keys/vault.json`),
    mainKeyFile: text('JETPAY_MAIN_KEY_FILE', `${dataFolder}/keys/main.json`),
    /** The card network's ISO 8583 host and how it encodes fields. */
    networkHost: text('JETPAY_NETWORK_HOST', host),
    networkDialect: oneOf('JETPAY_NETWORK_DIALECT', ['ascii', 'bcd'] as const, 'ascii'),
    /** Who we are to the network: the acquirer gives these out with the merchant contract (fields 18, 32, 41 to 43). */
    acceptor: {
      acquirerId: text('JETPAY_ACQUIRER_ID', '400555'),
      terminalId: text('JETPAY_TERMINAL_ID', 'WEB00001'),
      merchantId: text('JETPAY_MERCHANT_ID', 'JETPAYDEMO'),
      merchantCategoryCode: text('JETPAY_MERCHANT_CATEGORY', '5734'),
      merchantName: text('JETPAY_MERCHANT_NAME', 'Jetpay demo'),
      city: text('JETPAY_MERCHANT_CITY', 'Toronto'),
      country: text('JETPAY_MERCHANT_COUNTRY', 'CA'),
      timeZone: text('JETPAY_MERCHANT_TIME_ZONE', 'America/Toronto'),
    },
    /** How long a charge waits for the network before its outcome is unknown and it is reversed. */
    networkTimeoutMs,
    /** How long one reversal waits for its acknowledgment before it is repeated. */
    reversalTimeoutMs: number('JETPAY_REVERSAL_TIMEOUT_MS', 3_000, 100, 60_000),
    /**
     * An attempt with no recorded outcome after this long is reversed by the worker. Longer than any live request can
     * still be waiting: the vault refuses authorizations older than `authorizationMaxAgeMs`, then waits `networkTimeoutMs`.
     */
    attemptAbandonedMs: number('JETPAY_ATTEMPT_ABANDONED_MS', networkTimeoutMs + 10_000, 500, 600_000),
    /** The vault refuses to send an authorization whose transmission time is older: its reversal may be under way. */
    authorizationMaxAgeMs: number('JETPAY_AUTHORIZATION_MAX_AGE_MS', 5_000, 100, 60_000),
    /** Life of a tokenization URL. The contract says 15 minutes. */
    cardPageLifeMs: number('JETPAY_CARD_PAGE_LIFE_MS', 15 * 60_000, 100, 86_400_000),
    /** How long the api trusts a token it has looked up: a revoked token dies within this. */
    tokenCacheMs: number('JETPAY_TOKEN_CACHE_MS', 10_000, 0, 10_000),
    /** Requests a second that one token may make on average, over ten-second windows. */
    rateLimitPerSecond: number('JETPAY_RATE_LIMIT', 200, 1, 1_000_000),
    /** Requests one api process works on at a time; the next is told to come back (503) instead of queueing. */
    requestsAtOnceMax: number('JETPAY_REQUESTS_AT_ONCE', 1_000, 1, 100_000),
    /** How often the worker looks for new work when it has none. */
    workerPollMs: number('JETPAY_WORKER_POLL_MS', 50, 5, 60_000),
    logLevel: oneOf('JETPAY_LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'] as const, 'info'),
  }
}
