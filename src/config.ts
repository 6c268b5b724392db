/**
 * The only reader of `process.env`. Every setting with its default and why; `docs/settings.md` says the same for operators.
 */
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { OperatorError } from './errors.ts'
import { hostName, loopback } from './host-name.ts'

export type Environment = 'demo' | 'live'
export type Config = ReturnType<typeof readConfig>

/** The project's folder: where `migrations/` and `node_modules/` are. */
export const projectFolder = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')

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

  const smtp = (url: string | undefined) => {
    if (url === undefined || /^smtps?:$/.test(URL.parse(url)?.protocol ?? '')) return url
    throw new OperatorError(
      'JETPAY_SMTP_URL is not an address such as smtp://user:password@mail.example:587.',
    )
  }
  const networks = (name: string) =>
    text(name, '')
      .split(',')
      .filter(Boolean)
      .map((network) => {
        const [, address = '', prefix = ''] = /^\s*([^/\s]+)\/(\d{1,3})\s*$/.exec(network) ?? []
        const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)]!
        if (prefix !== '' && Number(prefix) <= bits) return { address, prefix: Number(prefix) }
        throw new OperatorError(`${name} has "${network}"; write networks such as 10.20.0.0/16,fd00:1::/64.`)
      })

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
  const networkTimeoutMs = number('JETPAY_NETWORK_TIMEOUT_MS', 10_000, 100, 60_000)
  const isDemo = text('JETPAY_ENVIRONMENT', 'demo') === 'demo'
  const bankFolder = resolve(text('JETPAY_BANK_FOLDER', `${dataFolder}/bank`))
  /** Undefined where one bank has both rails. Two banks' files must not lie in one folder: they may have the same names. */
  const achExchange = () => {
    const sftpUrl = optional('JETPAY_ACH_SFTP_URL')
    if (sftpUrl === undefined && optional('JETPAY_ACH_FOLDER') === undefined) return undefined
    const folder = resolve(text('JETPAY_ACH_FOLDER', `${dataFolder}/ach-bank`))
    if (folder === bankFolder)
      throw new OperatorError(
        'JETPAY_ACH_FOLDER is the folder of JETPAY_BANK_FOLDER; give the ACH bank one of its own, or leave it out.',
      )
    return {
      folder,
      sftpUrl,
      sftpFolders: text('JETPAY_ACH_SFTP_FOLDERS', 'outgoing,incoming'),
      sftpKeyFile: optional('JETPAY_ACH_SFTP_KEY_FILE'),
      sftpPassword: optional('JETPAY_ACH_SFTP_PASSWORD'),
      sftpHostKey: optional('JETPAY_ACH_SFTP_HOST_KEY'),
    }
  }
  const cutOff = (name: string) => {
    const time = optional(name)
    const [, hour, minute] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time ?? '') ?? []
    if (time !== undefined && minute === undefined)
      throw new OperatorError(`${name} is "${time}"; set it to a time of day such as 13:00.`)
    return minute === undefined ? undefined : { hour: Number(hour), minute: Number(minute) }
  }

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
    publicUrl: text('JETPAY_PUBLIC_URL', `http://${hostName(host)}:${apiPort}`),
    vaultPublicUrl: text('JETPAY_VAULT_PUBLIC_URL', `http://${hostName(host)}:${vaultPort}`),
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
    smtpUrl: smtp(optional('JETPAY_SMTP_URL')),
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
    /** The EFT bank and who we are to it, as its onboarding gives it out: docs/eft.md. */
    bank: {
      /** `outgoing/` and `incoming/` are exchanged with the bank; what was read goes to `done/` or `rejected/`. */
      folder: bankFolder,
      profile: oneOf(
        'JETPAY_BANK_PROFILE',
        ['cpa005', 'td1464', 'td80', 'demo'] as const,
        isDemo ? 'demo' : 'cpa005',
      ),
      originatorId: text('JETPAY_BANK_ORIGINATOR_ID', 'JETPAYDEMO'),
      originatorShortName: text('JETPAY_BANK_ORIGINATOR_SHORT_NAME', 'JETPAY DEMO'),
      originatorName: text('JETPAY_BANK_ORIGINATOR_NAME', 'JETPAY DEMO'),
      dataCentre: text('JETPAY_BANK_DATA_CENTRE', '00110'),
      /** Institution, transit and account for settlement and returns. */
      returnAccount: text('JETPAY_BANK_RETURN_ACCOUNT', '001-00011-1000001'),
      /** The profile's cut-off, unless the bank agreed to another: Toronto's time. */
      cutOff: cutOff('JETPAY_BANK_CUT_OFF'),
      /** Live, files leave in the last hour before the cut-off, so that a day is one file and there is time for a repeat. */
      sendBeforeMinutes: number('JETPAY_BANK_SEND_BEFORE_MINUTES', 60, 1, 1439),
      /** How long items are gathered before a file is opened: in the demo one sees it at once, live it follows what is being made. */
      gatherMs: number('JETPAY_BANK_GATHER_MS', isDemo ? 1_000 : 60_000, 0, 3_600_000),
      /** Instead of a shared folder: `sftp://user@host:22/path`, and the two folders in it that the bank has given us. */
      sftpUrl: optional('JETPAY_BANK_SFTP_URL'),
      sftpFolders: text('JETPAY_BANK_SFTP_FOLDERS', 'outgoing,incoming'),
      sftpKeyFile: optional('JETPAY_BANK_SFTP_KEY_FILE'),
      sftpPassword: optional('JETPAY_BANK_SFTP_PASSWORD'),
      /** The server's key as `ssh-keygen -l` prints it, `SHA256:…`. Any other is refused. */
      sftpHostKey: optional('JETPAY_BANK_SFTP_HOST_KEY'),
      /**
       * Days that a bank's file is kept after it was read, on both rails; 0 is for ever. Account numbers are in it, and the database has
       * what it said. Over a year, so that an auditor of the last one can still see it.
       */
      fileRetentionDays: number('JETPAY_BANK_FILE_RETENTION_DAYS', 400, 0, 36_500),
      /** The ODFI through which accounts in the United States are reached: docs/ach.md. */
      ach: {
        /** Live none until it is set: items for US accounts are refused. */
        profile: oneOf(
          'JETPAY_ACH_PROFILE',
          ['none', 'nacha', 'nacha_same_day', 'demo_ach'] as const,
          isDemo ? 'demo_ach' : 'none',
        ),
        companyId: text('JETPAY_ACH_COMPANY_ID', '1123456789'),
        companyName: text('JETPAY_ACH_COMPANY_NAME', 'JETPAY DEMO'),
        /** Our bank's routing number; this one belongs to nobody. */
        odfi: text('JETPAY_ACH_ODFI', '999999992'),
        /** What the bank has in the file header, where it is not its routing number and our company id. */
        destination: optional('JETPAY_ACH_DESTINATION'),
        origin: optional('JETPAY_ACH_ORIGIN'),
        destinationName: text('JETPAY_ACH_DESTINATION_NAME', 'DEMO BANK'),
        /** Its own folder or SFTP server, as the EFT bank's above, which serves both where there is none. */
        exchange: achExchange(),
        /** The profile's cut-off, unless the bank agreed to another: New York's time. */
        cutOff: cutOff('JETPAY_ACH_CUT_OFF'),
      },
    },
    logLevel: oneOf('JETPAY_LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'] as const, 'info'),
  }
}
