/**
 * The only reader of `process.env`. Every setting with its default and why; `docs/settings.md` says the same for operators.
 */
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { OperatorError } from './errors.ts'
import { hostName, loopback } from './host-name.ts'
import { readBankSettings } from './settings/bank.ts'
import { takeSecrets } from './settings/hand-over.ts'
import { readersOf } from './settings/readers.ts'

export type Environment = 'demo' | 'live'
export type Config = ReturnType<typeof readConfig>

/** The project's folder: where `migrations/` and `node_modules/` are. */
export const projectFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/**
 * Takes from the environment what PostgreSQL's clients read there by themselves (PGSSLMODE, PGOPTIONS, PGHOST …), and answers the
 * names: what is set for another program's database must not change how ours is reached. DATABASE_URL has all that ours needs.
 */
export function forgetPostgresVariables(env: NodeJS.ProcessEnv = process.env): string[] {
  const names = Object.keys(env).filter(
    (name) => /^(PG[A-Z_]+|NODE_PG_FORCE_NATIVE)$/.test(name) && env[name],
  )
  for (const name of names) delete env[name]
  return names
}

/** Reads all settings. Throws an OperatorError that names the bad setting. `asked` takes the names of all that there are. */
export function readConfig(env: NodeJS.ProcessEnv = process.env, asked: Set<string> = new Set()) {
  const readers = readersOf(env, asked)
  const { text, optional, number, oneOf, networks, secret } = readers

  const smtp = (url: string | undefined) => {
    if (url === undefined || /^smtps?:$/.test(URL.parse(url)?.protocol ?? '')) return url
    throw new OperatorError(
      'JETPAY_SMTP_URL is not an address such as smtp://user:password@mail.example:587.',
    )
  }

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
  const networkTimeoutMs = number('JETPAY_NETWORK_TIMEOUT_MS', 10_000, 100, 60_000)
  const isDemo = text('JETPAY_ENVIRONMENT', 'demo') === 'demo'

  return {
    /** `demo`: simulated network and bank, http on loopback allowed, demo data seeded. `live`: none of that. */
    environment: oneOf('JETPAY_ENVIRONMENT', ['demo', 'live'] as const, 'demo'),
    /** Where the embedded database, keys, sockets and logs live. Default `var/` in the project. */
    dataFolder,
    /** The address that servers listen on. Loopback unless told otherwise: a payment system does not open itself. */
    host,
    /** Ports: JETPAY_PORT and the eight after it; 0 picks free ones. */
    apiPort,
    vaultPort,
    simulatorPort,
    networkPort,
    shopPort,
    databasePort,
    /** Where each role that serves tells its operators how it is: `/metrics`, `/readyz`, `/healthz`. Not for the public. */
    metricsHost: text('JETPAY_METRICS_HOST', loopback()),
    apiMetricsPort,
    vaultMetricsPort: besideMetrics('JETPAY_VAULT_METRICS_PORT', 1),
    workerMetricsPort: besideMetrics('JETPAY_WORKER_METRICS_PORT', 2),
    /** Where clients and browsers reach us, if that is not `http://<host>:<port>` (behind a proxy). */
    publicUrl: text('JETPAY_PUBLIC_URL', `http://${hostName(host)}:${apiPort}`),
    vaultPublicUrl: text('JETPAY_VAULT_PUBLIC_URL', `http://${hostName(host)}:${vaultPort}`),
    /** The main database and the vault's own; without them `npm start` runs an embedded PostgreSQL. */
    databaseUrl: secret('DATABASE_URL'),
    vaultDatabaseUrl: secret('VAULT_DATABASE_URL'),
    /** Connections of one process to its database. Twice the cores saturates a small server; more only queue there. */
    databasePoolSize: number('JETPAY_DATABASE_POOL', 10, 1, 200),
    /** How the api and the worker reach the vault: a unix socket that only its user can open, or the group of its folder (setgid). */
    vaultSocket: text('JETPAY_VAULT_SOCKET', `${dataFolder}/vault/vault.sock`),
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
    /** The vault refuses to send an authorization that was begun longer ago: its reversal may be under way. By a stopwatch. */
    authorizationMaxAgeMs: number('JETPAY_AUTHORIZATION_MAX_AGE_MS', 5_000, 100, 60_000),
    /** Where the network's clearing files come in; the worker takes them from there. */
    clearingFolder: text('JETPAY_CLEARING_FOLDER', `${dataFolder}/clearing`),
    /** A charge is only missing from a clearing file if it was sent this long before the cutoff: clocks differ. */
    clearingToleranceMs: number('JETPAY_CLEARING_TOLERANCE_MS', 5 * 60_000, 0, 86_400_000),
    /** Days in which a dispute can be answered. Networks give 30 to 45; the acquirer and the way there take the rest. */
    disputeResponseDays: number('JETPAY_DISPUTE_RESPONSE_DAYS', 20, 1, 120),
    /**
     * Days that the network may take to decide about evidence before a person is called. Card schemes give each side some 30 days for
     * pre-arbitration and up to 45 for arbitration: what is not decided by then is not on its way by itself.
     */
    disputeReviewDays: number('JETPAY_DISPUTE_REVIEW_DAYS', 90, 1, 730),
    /** How long evidence is kept after its dispute has ended: what it shows of a payer is not kept for longer than it serves. */
    evidenceRetentionMonths: number('JETPAY_EVIDENCE_RETENTION_MONTHS', 24, 1, 1_200),
    /** Days in which a payment link can be used; then its debit or credit is cancelled. Longer than any invoice's term; 0 is for ever. */
    paymentLinkDays: number('JETPAY_PAYMENT_LINK_DAYS', 90, 0, 36_500),
    /** Life of a tokenization URL. The contract says 15 minutes. */
    cardPageLifeMs: number('JETPAY_CARD_PAGE_LIFE_MS', 15 * 60_000, 100, 86_400_000),
    /** How long the api trusts a token it has looked up: a revoked token dies within this. */
    tokenCacheMs: number('JETPAY_TOKEN_CACHE_MS', 10_000, 0, 10_000),
    /** Requests a second that one token may make on average, over ten-second windows. */
    rateLimitPerSecond: number('JETPAY_RATE_LIMIT', 200, 1, 1_000_000),
    /** Writes a minute that one address may make to payment pages; their status may be asked for twenty times as often. */
    paymentPageRateLimit: number('JETPAY_PAYMENT_PAGE_RATE_LIMIT', 30, 1, 1_000_000),
    /** Proxies in front of the api, in CIDR form: only what these say of the client's address is believed. */
    trustedProxies: networks('JETPAY_TRUSTED_PROXIES'),
    /** How long a signed debit agreement is kept after its debit has ended. Rule H1 asks for 12 months at least; Nacha for 24, which no setting shortens. */
    agreementRetentionMonths: number('JETPAY_AGREEMENT_RETENTION_MONTHS', 12, 12, 1_200),
    /** Requests one api process works on at a time; the next is told to come back (503) instead of queueing. */
    requestsAtOnceMax: number('JETPAY_REQUESTS_AT_ONCE', 1_000, 1, 100_000),
    /** How many of them may be one company's, so that there is room for the others; it is told to come back (429). */
    companyRequestsAtOnceMax: number('JETPAY_COMPANY_REQUESTS_AT_ONCE', 500, 1, 100_000),
    /** Days that events stay in the database before they move to files; 0 is for ever, as nothing but disk is won by less. */
    eventRetentionDays: number('JETPAY_EVENT_RETENTION_DAYS', 0, 0, 36_500),
    /** Where those files are; every worker and `jetpay events` must reach it. */
    eventArchiveFolder: resolve(text('JETPAY_EVENT_ARCHIVE_FOLDER', `${dataFolder}/event-archive`)),
    /** How often the worker looks for new work when it has none. */
    workerPollMs: number('JETPAY_WORKER_POLL_MS', 50, 5, 60_000),
    /** The SMTP server for outgoing mail (`smtp://user:password@host:587`, `smtps://…`); without it mail stays in the table. */
    smtpUrl: smtp(secret('JETPAY_SMTP_URL')),
    /** The sender of all mail. */
    mailFrom: text('JETPAY_MAIL_FROM', 'Jetpay <jetpay@localhost>'),
    /** Who runs this installation: told of trouble that no company has left an address for. */
    operatorEmail: optional('JETPAY_OPERATOR_EMAIL'),
    /** Networks inside that webhooks may be delivered to all the same, in CIDR form, with commas. */
    webhookAllowedNetworks: networks('JETPAY_WEBHOOK_ALLOWED_NETWORKS'),
    /** How long a key signs webhooks before the next one does. A month bounds what a stolen key is good for. */
    signingKeyLifeMs: number('JETPAY_SIGNING_KEY_LIFE_HOURS', 30 * 24, 1, 24 * 366) * 3_600_000,
    /** How long the next key is published before it signs: receivers that ask for keys once a day have it by then. */
    signingKeyAheadMs: number('JETPAY_SIGNING_KEY_AHEAD_HOURS', 24, 1, 24 * 30) * 3_600_000,
    /** The banks and who we are to them. */
    bank: readBankSettings(readers, dataFolder, isDemo),
    logLevel: oneOf('JETPAY_LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'] as const, 'info'),
  }
}

/**
 * The settings of a role. Its supervisor gives it its secrets by a descriptor that is read once, because what is in a process's
 * environment can be read in `/proc` for as long as it runs.
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
