import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Clock } from '../ground/clock.ts'
import type { BookEntry } from './book-entry.ts'
import type { Books } from './books.ts'
import { isResponse, openResponses, type Response } from './dispute-responses.ts'

export type DisputeSettings = {
  books: Books
  clock: Clock
  /** The clearing folder; responses come into `outgoing/` of it. */
  folder: string
  log: { warn(data: object, message: string): void } | undefined
}

/** Whose texts have it wins. */
export const WINNING = 'winning_evidence'

/** How often responses are looked for. */
const LOOK_MS = 250
/** Files of one look; the next follows soon. */
const FILES_MAX = 100

/** `amount` in minor units; all that was captured without it. */
const body = z.strictObject({ rrn: z.string(), amount: z.int().min(1).optional() })

/**
 * The card holder's side of the network: disputes on request, and the decision about what the platform
 * answers.
 */
export function openDisputes({ books, clock, folder, log }: DisputeSettings) {
  const incoming = join(folder, 'outgoing')
  const responses = openResponses(incoming)
  let looking: Promise<void> | undefined
  let failing = false

  const canBeDisputed = (entry: BookEntry) =>
    entry.state === 'captured' &&
    entry.dispute === null &&
    entry.clearings.some(({ kind }) => kind === 'sale')

  function decide({ rrn, stan, transmission, acquirer_id, texts }: Response): void {
    const entry = books
      .findByRrn(rrn)
      .find(
        (one) =>
          one.stan === stan &&
          one.transmission === transmission &&
          (acquirer_id === undefined || (one.acquirer_id ?? acquirer_id) === acquirer_id) &&
          one.dispute?.state === 'open',
      )
    if (!entry) return
    const won = Object.values(texts).some((text) => text.includes(WINNING))
    books.answerDispute(entry, won, clock.now().toISOString())
    books.sync()
  }

  async function look(): Promise<void> {
    try {
      const names = await readdir(incoming).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return []
        throw error
      })
      for (const name of names.filter(isResponse).slice(0, FILES_MAX)) await responses.take(name, decide)
      failing = false
    } catch (error) {
      // Once, not four times a second.
      if (!failing) log?.warn({ err: error }, 'responses to disputes cannot be read; it is tried again')
      failing = true
    }
  }

  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = undefined
    })
  }, LOOK_MS)

  return {
    serve(http: FastifyInstance): void {
      http.post('/disputes', (request, reply) => {
        const read = body.safeParse(request.body)
        if (!read.success) return reply.code(422).send({ errors: read.error.issues })
        const { rrn, amount } = read.data
        const entry = books.findByRrn(rrn).find(canBeDisputed)
        if (!entry || (amount ?? 0) > entry.amount_captured)
          return reply.code(409).send({
            errors: [{ message: 'Only a charge that was cleared can be disputed, once, within its amount' }],
          })
        books.dispute(entry, amount ?? entry.amount_captured, clock.now().toISOString())
        books.sync()
        return { rrn, dispute: entry.dispute }
      })
    },
    /** Waits for the response that is under way. */
    async close(): Promise<void> {
      clearInterval(timer)
      await looking
    },
  }
}
