import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { type Clock, systemClock } from '../src/ground/clock.ts'
import type { NetworkReference } from '../src/ground/vault-protocol.ts'
import type { BookEntry } from '../src/simulator/book-entry.ts'
import type { Totals } from '../src/simulator/books.ts'
import { type Simulator, startSimulator } from '../src/simulator/server.ts'
import type { DialectName } from '../src/vault/iso8583/dialect.ts'
import {
  type Iso8583Event,
  type Iso8583Network,
  type Iso8583Settings,
  openIso8583Network,
} from '../src/vault/iso8583/iso8583-network.ts'

export { sale } from './card-network-stage.ts'

/** An hour: a timeout that a test does not mean to see. */
export const NEVER_MS = 3_600_000

/** Who the tests are to the network. */
export const acceptor = {
  acquirerId: '400555',
  terminalId: 'WEB00001',
  merchantId: 'JETPAYDEMO',
  merchantCategoryCode: '5734',
  merchantName: 'Jetpay démo',
  city: 'Montréal',
  country: 'CA',
  timeZone: 'America/Toronto',
}

/** A folder that goes when the test ends. */
export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'jetpay-simulator-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Keeps what happens on a link and lets a test wait for it, whether it is yet to come or was. */
export function linkEvents() {
  const events: Iso8583Event[] = []
  const waiting: { type: Iso8583Event['type']; count: number; resolve: () => void }[] = []
  const seen = (type: Iso8583Event['type']): number => events.filter((event) => event.type === type).length
  return {
    events,
    onEvent(event: Iso8583Event): void {
      events.push(event)
      for (const wait of waiting) if (seen(wait.type) >= wait.count) wait.resolve()
    },
    /** Resolves once `count` events of this type have happened. */
    happened: (type: Iso8583Event['type'], count = 1): Promise<void> =>
      new Promise((resolve) => {
        if (seen(type) >= count) resolve()
        else waiting.push({ type, count, resolve })
      }),
  }
}

export type TestNetwork = {
  simulator: Simulator
  network: Iso8583Network
  events: ReturnType<typeof linkEvents>
  dataFolder: string
  /** A reference that no other request of this test has. */
  newReference(): NetworkReference
  books(query?: string): Promise<{ totals: Record<string, Totals>; entries: BookEntry[] }>
  setFaults(faults: object): Promise<void>
  goAway(): Promise<void>
  /** On the same ports, with the same books. */
  comeBack(): Promise<void>
}

export type TestNetworkOptions = Partial<Iso8583Settings> & {
  dialect?: DialectName
  lateAnswerMs?: number
  clock?: Clock
  furtherAcquirers?: readonly string[]
}

/**
 * The real simulator on free ports with empty books, and a signed-on link to it. Both go when the test ends.
 */
export async function startTestNetwork(
  t: TestContext,
  options: TestNetworkOptions = {},
): Promise<TestNetwork> {
  const {
    dialect = 'bcd',
    clock = systemClock,
    lateAnswerMs = NEVER_MS,
    furtherAcquirers = [],
    ...link
  } = options
  const dataFolder = await temporaryFolder(t)
  const host = '127.0.0.1'
  const start = (httpPort = 0, isoPort = 0) =>
    startSimulator({ host, httpPort, isoPort, dialect, dataFolder, clock, lateAnswerMs, furtherAcquirers })
  const simulator = await start()
  let running = simulator
  t.after(() => running.close())
  const events = linkEvents()
  const network = openIso8583Network({
    host,
    port: simulator.isoPort,
    dialect,
    clock,
    timeoutMs: NEVER_MS,
    retryMinMs: 1,
    ...acceptor,
    ...link,
    onEvent: events.onEvent,
  })
  t.after(() => network.close())
  await network.ready()

  let sequence = 0
  return {
    simulator,
    network,
    events,
    dataFolder,
    newReference() {
      sequence++
      return referenceNumbered(sequence, clock.now())
    },
    async books(query = '') {
      const response = await fetch(`${simulator.httpUrl}/books${query}`)
      return (await response.json()) as { totals: Record<string, Totals>; entries: BookEntry[] }
    },
    goAway: () => running.close(),
    async comeBack() {
      running = await start(simulator.httpPort, simulator.isoPort)
    },
    async setFaults(faults) {
      await fetch(`${simulator.httpUrl}/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(faults),
      })
    },
  }
}

/** The reference of a request of a test's own. */
export const referenceNumbered = (number: number, at = new Date()): NetworkReference => ({
  id: String(number).padStart(12, '0'),
  sequence: String(number).padStart(6, '0'),
  sent_at: at.toISOString(),
})

/** A card with this number that is good for years. */
export const cardNumbered = (number: string) => ({ number, expiryMonth: 12, expiryYear: 2039 })

/** A card of the test-card table that approves everything. */
export const goodCard = cardNumbered('4242424242424242')
