import Fastify, { type FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Clock, systemClock } from '../clock.ts'
import type { DialectName } from '../vault/iso8583/dialect.ts'
import { type Books, openBooks } from './books.ts'
import { type Faults, noFaults } from './faults.ts'
import { openIssuer } from './issuer.ts'
import { type Network, openNetwork } from './network.ts'
import { testCards } from './test-cards.ts'

export type SimulatorSettings = {
  host: string
  /** 0 takes a free port. */
  httpPort: number
  /** 0 takes a free port. */
  isoPort: number
  dialect: DialectName
  /** Where the books are kept. */
  dataFolder: string
  clock?: Clock
  log?: { warn(data: object, message: string): void }
  /** How long the card `late_answer` is held back; longer than the client's timeout. */
  lateAnswerMs?: number
}

export type Simulator = { httpUrl: string; httpPort: number; isoPort: number; close(): Promise<void> }

const LATE_ANSWER_MS = 30_000
const PAGE_MAX = 1_000

const booksQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(100),
  after: z.coerce.number().int().min(0).default(0),
  rrn: z.string().optional(),
})

const faultsBody = z.strictObject({
  drop_link: z.boolean().optional(),
  answer_delay_ms: z.number().int().min(0).max(600_000).optional(),
  stop_answering: z.number().int().min(0).optional(),
  refuse_sign_on: z.number().int().min(0).optional(),
})

function routes(http: FastifyInstance, books: Books, faults: Faults, network: Network): void {
  http.get('/healthz', () => ({ status: 'ok', connections: network.connections() }))
  http.get('/cards', () => ({ data: testCards }))
  http.get('/books', (request, reply) => {
    const query = booksQuery.safeParse(request.query)
    if (!query.success) return reply.code(422).send({ errors: query.error.issues })
    const { rrn, after, limit } = query.data
    const entries = rrn === undefined ? books.page(after, limit) : books.findByRrn(rrn)
    return { totals: books.totals(), entries }
  })
  http.post('/faults', (request, reply) => {
    const body = faultsBody.safeParse(request.body)
    if (!body.success) return reply.code(422).send({ errors: body.error.issues })
    const { drop_link, answer_delay_ms, stop_answering, refuse_sign_on } = body.data
    if (answer_delay_ms !== undefined) faults.answerDelayMs = answer_delay_ms
    if (stop_answering !== undefined) faults.stopAnswering = stop_answering
    if (refuse_sign_on !== undefined) faults.refuseSignOn = refuse_sign_on
    if (drop_link) network.dropLinks()
    return {
      answer_delay_ms: faults.answerDelayMs,
      stop_answering: faults.stopAnswering,
      refuse_sign_on: faults.refuseSignOn,
    }
  })
}

/**
 * Starts the demo's card network: ISO 8583 over TCP on `isoPort`; its books, test cards and faults over HTTP on
 * `httpPort`. Rejects where a port is taken or the books cannot be read (`OperatorError`).
 */
export async function startSimulator(settings: SimulatorSettings): Promise<Simulator> {
  const { host, dialect, log, clock = systemClock, lateAnswerMs = LATE_ANSWER_MS } = settings
  const books = openBooks(settings.dataFolder)
  const faults = noFaults()
  const network = openNetwork({
    dialect,
    books,
    faults,
    answer: openIssuer(books, clock),
    lateAnswerMs,
    onMalformed: (error) =>
      log?.warn({ part: error.part, code: error.code }, 'a message that cannot be read'),
  })
  const http = Fastify({ forceCloseConnections: true })
  routes(http, books, faults, network)

  let closed = false
  async function close(): Promise<void> {
    if (closed) return
    closed = true
    await http.close()
    await network.close()
    books.close()
  }
  try {
    const isoPort = await network.listen(settings.isoPort, host)
    const httpUrl = await http.listen({ host, port: settings.httpPort })
    return { httpUrl, httpPort: Number(new URL(httpUrl).port), isoPort, close }
  } catch (error) {
    await close()
    throw error
  }
}
