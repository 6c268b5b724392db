import type { Duplex } from 'node:stream'
import type pg from 'pg'
import { addressesOf } from '../ground/database-addresses.ts'
import { findWritingHost } from './writing-host.ts'

/** After so long without an answer it is asked whether another host has taken over. */
const DOUBT_MS = 2_000
/** How often, while a statement waits for longer than that. */
const DOUBTFUL_EVERY_MS = 1_000
/** And else: a primary that was cut off answers reads as before, with what is old by now. */
const EVERY_MS = 5_000

export type Leaving = {
  /** One that is waited for. */
  waiting<T>(answer: Promise<T>): Promise<T>
  close(): void
}

/**
 * Ends the connections of a pool to a host once another takes writes. A server that is stopped or cut off
 * ends none of them itself, and each would hold its statement until that gives up; one that lives on and does
 * not know yet would go on to answer. Does nothing for an address with one host, as behind a balancer, which
 * does the same.
 */
export function leaveOldPrimary(pool: pg.Pool, url: string): Leaving {
  const addresses = addressesOf(url)
  if (addresses.length === 1) return { waiting: (answer) => answer, close: () => undefined }
  const clients = new Set<pg.PoolClient>()
  // Before it is used: what is read on one connection is never older than what was written on another.
  pool.on('connect', (client) => {
    clients.add(client)
    const newest = Math.max(...[...clients].map(timelineOf))
    for (const one of clients) if (timelineOf(one) < newest) endNow(one)
  })
  pool.on('remove', (client) => clients.delete(client))
  const since = new Set<{ at: number }>()
  let [askedAt, isAsking] = [performance.now(), false]

  async function look(): Promise<void> {
    const now = performance.now()
    const inDoubt = [...since].some(({ at }) => now - at > DOUBT_MS)
    if (isAsking || clients.size === 0 || (!inDoubt && now - askedAt < EVERY_MS)) return
    isAsking = true
    // None takes writes yet, or none can be reached: then there is nothing better than to wait.
    const writing = await findWritingHost(addresses).catch(() => undefined)
    isAsking = false
    askedAt = performance.now()
    for (const client of writing ? clients : [])
      if (client.host !== writing!.host || client.port !== writing!.port) endNow(client)
  }
  const timer = setInterval(look, DOUBTFUL_EVERY_MS)
  timer.unref()
  return {
    async waiting(answer) {
      const own = { at: performance.now() }
      since.add(own)
      try {
        return await answer
      } finally {
        since.delete(own)
      }
    },
    close: () => clearInterval(timer),
  }
}

/** As client.ts noted it. */
const timelineOf = (client: pg.PoolClient) => (client as pg.PoolClient & { timeline: number }).timeline

/** As if the network had: whoever waits on it hears of it, and its pool lets go of it. */
function endNow(client: pg.PoolClient): void {
  const { connection } = client as unknown as { connection: { stream: Duplex } }
  const error = new Error(
    `Connection terminated: another host takes writes than ${client.host}:${client.port}`,
  )
  connection.stream.destroy(Object.assign(error, { code: 'ECONNRESET' }))
}
