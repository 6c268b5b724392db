import pg from 'pg'
import { addressesOf } from '../ground/database-addresses.ts'

/**
 * How long a host is asked whether it takes writes. Less than a pool waits for a connection, so that one that
 * does not answer is not waited for.
 */
const ASK_MS = 2_500

/**
 * What a pool makes its connections of, and with which address. Where that names several hosts, each
 * connection goes to the one that takes writes at that moment: so a failover is over as soon as one does.
 */
export function clientsOf(url: string): { connectionString: string; Client: typeof pg.Client } {
  const addresses = addressesOf(url)
  return { connectionString: addresses[0], Client: addresses.length > 1 ? toWriting(addresses) : pg.Client }
}

/** One connection, for what needs no pool. */
export function openClient(url: string, config: Omit<pg.ClientConfig, 'connectionString'>): pg.Client {
  const { connectionString, Client } = clientsOf(url)
  return new Client({ ...config, connectionString })
}

/** As the pool is told. */
type Connected = (error: Error | null, client?: pg.Client) => void

/** All are asked at once: one that is cut off keeps nobody waiting while another answers. */
const toWriting = (addresses: string[]): typeof pg.Client =>
  class extends pg.Client {
    override connect(): Promise<pg.Client>
    override connect(callback: Connected): void
    override connect(callback?: Connected): Promise<pg.Client> | undefined {
      const connecting = Promise.any(addresses.map(writingHost)).then(
        ({ host, port }) => {
          Object.assign(this, { host, port })
          return super.connect() as Promise<pg.Client>
        },
        ({ errors }: AggregateError) => Promise.reject(noneOf(errors)),
      )
      if (!callback) return connecting
      connecting.then((client) => callback(null, client), callback)
    }
  }

async function writingHost(connectionString: string): Promise<{ host: string; port: number }> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: ASK_MS,
    query_timeout: ASK_MS,
  })
  // It may die at any moment; the call that waits for it says so.
  client.on('error', () => undefined)
  const { host, port } = client
  try {
    await client.connect()
    const { rows } = await client.query<{ writes: boolean }>(`
      select not pg_is_in_recovery() and current_setting('default_transaction_read_only') = 'off' as writes`)
    if (rows[0]!.writes) return { host, port }
    throw new Error('takes no writes')
  } catch (error) {
    const { code, message } = error as Error & { code?: string }
    throw Object.assign(new Error(`${host}:${port} ${message || code}`), { code })
  } finally {
    void client.end().catch(() => undefined)
  }
}

/**
 * A password that is wrong is what has to be told; else that the database is away, and why each of them is.
 */
function noneOf(errors: (Error & { code?: string })[]): Error {
  const refused = errors.find(({ code }) => /^(28|3D)/.test(code ?? ''))
  if (refused) return refused
  const why = errors.map(({ message }) => message).join('; ')
  return Object.assign(new Error(`no host takes writes: ${why}`), { code: 'ECONNREFUSED' })
}
