import pg from 'pg'
import { addressesOf } from '../ground/database-addresses.ts'
import { findWritingHost } from './writing-host.ts'

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

const toWriting = (addresses: string[]): typeof pg.Client =>
  class extends pg.Client {
    override connect(): Promise<pg.Client>
    override connect(callback: Connected): void
    override connect(callback?: Connected): Promise<pg.Client> | undefined {
      const connecting = findWritingHost(addresses).then((writing) => {
        Object.assign(this, writing)
        return super.connect() as Promise<pg.Client>
      })
      if (!callback) return connecting
      connecting.then((client) => callback(null, client), callback)
    }
  }
