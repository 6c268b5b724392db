/** What a live installation is told before it starts: it talks to nobody in the clear (PCI DSS 4.2.1). */
import pg from 'pg'
import type { Config } from '../config.ts'
import { addressesOf } from '../database-addresses.ts'
import { OperatorError } from '../errors.ts'
import { needs, type ServedRole } from './hand-over.ts'

/** Whether a name or address is this machine itself: what goes there is on no wire. */
export const isLoopback = (host: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?|\[?::ffff:127(\.\d{1,3}){3}\]?)$/i.test(host)

/**
 * Throws an OperatorError that names the first setting by which a live installation would talk in the clear,
 * of those that the role needs (all of them for the supervisor). The demo may.
 */
export function refusePlain(config: Config, role?: ServedRole): void {
  if (config.environment !== 'live') return
  const concerns = (setting: string) => role === undefined || needs(role, setting)
  for (const [setting, problem] of problemsOf(config))
    if (concerns(setting) && problem !== null)
      throw new OperatorError(`${setting} ${problem} (JETPAY_ENVIRONMENT=live).`)
}

const problemsOf = (config: Config): [string, string | null][] => [
  ['JETPAY_PUBLIC_URL', publicProblem(config.publicUrl)],
  ['JETPAY_VAULT_PUBLIC_URL', publicProblem(config.vaultPublicUrl)],
  ['JETPAY_NETWORK_HOST', config.networkTls ? null : networkProblem(config.networkHost)],
  ['DATABASE_URL', databaseProblem(config.databaseUrl)],
  ['VAULT_DATABASE_URL', databaseProblem(config.vaultDatabaseUrl)],
  ['DIRECTORY_DATABASE_URL', databaseProblem(config.directoryDatabaseUrl)],
  ...[...config.cellDatabases.values()].map((url): [string, string | null] => [
    'JETPAY_CELL_DATABASES',
    databaseProblem(url),
  ]),
  ['JETPAY_SMTP_URL', smtpProblem(config.smtpUrl)],
  ['JETPAY_TRACES_URL', tracesProblem(config.tracesUrl)],
]

function publicProblem(text: string): string | null {
  const url = URL.parse(text)
  if (url?.protocol === 'https:' && url.username === '' && url.password === '') return null
  return 'is not https: set it to the https:// address of the proxy in front, which clients and browsers use'
}

function tracesProblem(text: string | undefined): string | null {
  const url = text === undefined ? null : URL.parse(text)
  if (url === null || url.protocol === 'https:' || isLoopback(url.hostname)) return null
  return 'is another machine in the clear: make it https, or name a collector on this machine'
}

function networkProblem(host: string): string | null {
  if (isLoopback(host)) return null
  return 'is another machine, and ISO 8583 goes to it in the clear: set JETPAY_NETWORK_TLS=on, or it to 127.0.0.1, the near end of a TLS tunnel (stunnel) or of the acquirer\u2019s VPN client'
}

/**
 * As the driver understands it, environment included (PGHOST, PGSSLMODE): what it will do counts, not what is
 * written.
 */
const databaseProblem = (url: string | undefined): string | null =>
  url === undefined
    ? null
    : (addressesOf(url)
        .map(addressProblem)
        .find((problem) => problem !== null) ?? null)

function addressProblem(url: string): string | null {
  let client: pg.Client
  try {
    client = new pg.Client({ connectionString: url })
  } catch (error) {
    const { code, resource, path = resource } = error as FileError
    // The driver reads the files of certificates that it names. The vault of deploy/systemd may read those of
    // /etc/jetpay/tls.
    return path === undefined
      ? 'is not an address such as postgres://user@host/database?sslmode=verify-full'
      : `names a file that cannot be read: ${path} (${code})`
  }
  const { host, ssl } = client as unknown as { host: string; ssl: boolean | TlsOptions }
  if (host.startsWith('/') || isLoopback(host)) return null
  const verified =
    ssl === true ||
    (typeof ssl === 'object' && ssl.rejectUnauthorized !== false && ssl.checkServerIdentity === undefined)
  return verified
    ? null
    : 'is another machine without verified TLS: add sslmode=verify-full (and sslrootcert=<file> for an authority of your own)'
}

type FileError = { code?: string; path?: string; resource?: string }
type TlsOptions = { rejectUnauthorized?: boolean; checkServerIdentity?: unknown }

/**
 * STARTTLS is required by `mail/smtp.ts`; these options of the address would undo it, or believe any
 * certificate.
 */
function smtpProblem(text: string | undefined): string | null {
  const url = text === undefined ? null : URL.parse(text)
  if (url === null || isLoopback(url.hostname)) return null
  const undone = [...url.searchParams.keys()].find((name) =>
    /^(ignoreTLS|requireTLS|secure|opportunisticTLS|tls)/i.test(name),
  )
  return undone === undefined ? null : `changes how mail is encrypted: leave ${undone} out of it`
}
