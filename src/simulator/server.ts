import { join } from 'node:path'
import Fastify, { type FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Clock, systemClock } from '../ground/clock.ts'
import type { DialectName } from '../vault/iso8583/dialect.ts'
import { openAccountUpdates } from './account-updates.ts'
import { type BankSettings, openBank } from './bank.ts'
import { bankRoutes } from './bank-routes.ts'
import { type Books, DEMO_ACQUIRER_ID, openBooks } from './books.ts'
import { type NetworkClearing, openClearing, type Settlement } from './clearing.ts'
import { openDisputes } from './disputes.ts'
import { type Faults, noFaults } from './faults.ts'
import { openIssuer } from './issuer.ts'
import { type Network, openNetwork } from './network.ts'
import { openSimulatedClock } from './simulated-clock.ts'
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
  /** Where clearing files are put. Default: `clearing` in the data folder. */
  clearingFolder?: string
  /** Where files of account updates are put. Default: `account-updates` in the data folder. */
  accountUpdateFolder?: string
  /** Who the files are for (ISO 8583 field 32). */
  acquirerId?: string
  /**
   * Who else we may be: they have files of their own, in the same folder. Any other acquirer may ask, and
   * gets no files here.
   */
  furtherAcquirers?: readonly string[]
  /**
   * The simulated bank, with its books in the data folder. None without it. What clearing files come to is
   * paid in there.
   */
  bank?: Pick<BankSettings, 'folder' | 'originatorId' | 'profile' | 'ach'>
  /** Hears of what each clearing file comes to; `ClearingSettings` in `clearing.ts` says how often. */
  onSettled?: (settlement: Settlement) => void
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
  reorder_answers: z.number().int().min(0).optional(),
  duplicate_answers: z.number().int().min(0).optional(),
})

type Parts = { acquirerId: string; books: Books; faults: Faults; network: Network; clearing: NetworkClearing }

function routes(http: FastifyInstance, { acquirerId, books, faults, network, clearing }: Parts): void {
  http.get('/healthz', () => ({ status: 'ok', connections: network.connections() }))
  http.get('/cards', () => ({ data: testCards }))
  http.get('/books', (request, reply) => {
    const query = booksQuery.safeParse(request.query)
    if (!query.success) return reply.code(422).send({ errors: query.error.issues })
    const { rrn, after, limit } = query.data
    const entries = rrn === undefined ? books.page(after, limit) : books.findByRrn(rrn)
    const cleared = {
      last_file: books.lastCut(acquirerId)?.sequence ?? null,
      waiting: books.waitingForClearing(acquirerId),
      files: books.lastCuts().map((last) => ({ acquirer_id: last.acquirerId, last_file: last.sequence })),
    }
    return { totals: books.totals(), clearing: cleared, ...books.verdicts(), entries }
  })
  http.post('/clearing', async (_request, reply) => {
    const cut = await clearing.cutNow()
    return (
      cut ??
      reply
        .code(503)
        .header('retry-after', 1)
        .send({ errors: [{ message: 'Too many cuts at once' }] })
    )
  })
  http.post('/faults', (request, reply) => {
    const body = faultsBody.safeParse(request.body)
    if (!body.success) return reply.code(422).send({ errors: body.error.issues })
    const { drop_link, answer_delay_ms, stop_answering, refuse_sign_on, reorder_answers, duplicate_answers } =
      body.data
    if (answer_delay_ms !== undefined) faults.answerDelayMs = answer_delay_ms
    if (stop_answering !== undefined) faults.stopAnswering = stop_answering
    if (refuse_sign_on !== undefined) faults.refuseSignOn = refuse_sign_on
    if (reorder_answers !== undefined) faults.reorderAnswers = reorder_answers
    if (duplicate_answers !== undefined) faults.duplicateAnswers = duplicate_answers
    if (drop_link) network.dropLinks()
    return {
      answer_delay_ms: faults.answerDelayMs,
      stop_answering: faults.stopAnswering,
      refuse_sign_on: faults.refuseSignOn,
      reorder_answers: faults.reorderAnswers,
      duplicate_answers: faults.duplicateAnswers,
    }
  })
}

/**
 * Starts the demo's card network: ISO 8583 over TCP on `isoPort`; its books, test cards and faults over HTTP
 * on `httpPort`. Rejects where a port is taken or the books cannot be read (`OperatorError`).
 */
export async function startSimulator(settings: SimulatorSettings): Promise<Simulator> {
  const { host, dialect, log, lateAnswerMs = LATE_ANSWER_MS } = settings
  const simulated = openSimulatedClock(settings.dataFolder, settings.clock ?? systemClock)
  const { clock } = simulated
  const { acquirerId = DEMO_ACQUIRER_ID, furtherAcquirers = [] } = settings
  const books = openBooks(settings.dataFolder, undefined, acquirerId)
  const clearingFolder = settings.clearingFolder ?? join(settings.dataFolder, 'clearing')
  const faults = noFaults()
  const updates = openAccountUpdates({
    folder: settings.accountUpdateFolder ?? join(settings.dataFolder, 'account-updates'),
    journalFolder: settings.dataFolder,
    acquirerId,
    clock,
    send: (message) => network.send(message),
  })
  const network: Network = openNetwork({
    dialect,
    books,
    faults,
    answer: openIssuer(books, clock, updates),
    onAnswer: updates.answered,
    lateAnswerMs,
    onUnwritten: (error) => log?.warn({ err: error }, 'the journal cannot be written'),
    onMalformed: (error) =>
      log?.warn({ part: error.part, code: error.code }, 'a message that cannot be read'),
  })
  const bank = settings.bank && openBank({ ...settings.bank, dataFolder: settings.dataFolder, clock, log })
  const clearing = openClearing({
    books,
    clock,
    folder: clearingFolder,
    acquirerId,
    furtherAcquirers,
    onSettled: (settlement) => {
      const { sequence, currency, amount, acquirerId: of } = settlement
      bank?.deposit({ reference: `clearing ${of ? `${of} ` : ''}${sequence} ${currency}`, currency, amount })
      settings.onSettled?.(settlement)
    },
    onFailure: (error) => log?.warn({ err: error }, 'a clearing file is not finished; it is tried again'),
  })
  const disputes = openDisputes({ books, clock, folder: clearingFolder, log })
  const http = Fastify({ forceCloseConnections: true })
  routes(http, { acquirerId, books, faults, network, clearing })
  disputes.serve(http)
  updates.serve(http)
  if (bank) bankRoutes(http, bank)
  simulated.serve(http)

  let closed = false
  async function close(): Promise<void> {
    if (closed) return
    closed = true
    await http.close()
    await network.close()
    await disputes.close()
    await updates.close()
    await clearing.close()
    await bank?.close()
    books.close()
  }
  try {
    await clearing.look()
    await updates.look()
    const isoPort = await network.listen(settings.isoPort, host)
    const httpUrl = await http.listen({ host, port: settings.httpPort })
    return { httpUrl, httpPort: Number(new URL(httpUrl).port), isoPort, close }
  } catch (error) {
    await close()
    throw error
  }
}
