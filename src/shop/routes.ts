/**
 * What the shop's own page asks of the shop's own server. The browser never talks to the platform's API
 * itself.
 */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Answer, ApiClient, CreditCard, Page } from './api-client.ts'
import type { EventStream } from './event-stream.ts'

export type Routes = {
  api: ApiClient
  events: EventStream
  /** Our own origin: the only one that may frame the card pages we ask for. */
  origin(): string
  /** Where the money goes. It is ours to say, never the browser's. */
  bankAccountId: string
}

const uuid = { type: 'string', format: 'uuid' } as const
const contactParams = { type: 'object', required: ['contactId'], properties: { contactId: uuid } } as const
const cardParams = {
  type: 'object',
  required: ['contactId', 'cardId'],
  properties: { contactId: uuid, cardId: uuid },
} as const
const keyHeader = {
  type: 'object',
  required: ['idempotency-key'],
  properties: { 'idempotency-key': { type: 'string', minLength: 16, maxLength: 255 } },
} as const
const textFields = (...names: string[]) => ({
  type: 'object',
  required: names,
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string', maxLength: 500 }])),
})

/** What a customer's card statement shows; the platform takes at most 30 characters. */
const STATEMENT = 'MAPLE CYCLES'

const pass = (reply: FastifyReply, { status, body }: Answer) => reply.code(status).send(body)

/**
 * Adds the page's routes. A real shop would know its customer from a session and look the price up itself;
 * here whoever opens the page may act for any contact and pay any amount, because it exists to try things
 * out.
 */
export function serveRoutes(server: FastifyInstance, { api, events, origin, bankAccountId }: Routes): void {
  server.get('/api/events', (request, reply) => events.connect(request, reply))

  server.get('/api/contacts', async (_request, reply) =>
    pass(reply, await api.askAgain('GET', '/contact?limit=100')),
  )

  server.post<{ Body: { name: string; email: string }; Headers: { 'idempotency-key': string } }>(
    '/api/contacts',
    { schema: { body: textFields('name', 'email'), headers: keyHeader } },
    async ({ body: { name, email }, headers }, reply) =>
      pass(
        reply,
        await api.askAgain('PUT', '/contact', {
          body: { name, email },
          idempotencyKey: headers['idempotency-key'],
        }),
      ),
  )

  server.get<{ Params: { contactId: string } }>(
    '/api/contacts/:contactId/cards',
    { schema: { params: contactParams } },
    async ({ params }, reply) => {
      const answer = await api.askAgain('GET', `/contact/${params.contactId}/creditcards?limit=100`)
      if (answer.status !== 200) return pass(reply, answer)
      // Only an active card can be charged; one that is pending waits for its event.
      return { data: (answer.body as Page<CreditCard>).data.filter((card) => card.state === 'active') }
    },
  )

  server.post<{ Params: { contactId: string } }>(
    '/api/contacts/:contactId/card-url',
    { schema: { params: contactParams } },
    async ({ params }, reply) =>
      pass(
        reply,
        await api.ask('POST', `/contact/${params.contactId}/creditcards/url`, {
          body: { allowed_origins: [origin()] },
        }),
      ),
  )

  server.post<{
    Params: { contactId: string; cardId: string }
    Body: { amount: string; note: string }
    Headers: { 'idempotency-key': string }
  }>(
    '/api/contacts/:contactId/cards/:cardId/pay',
    { schema: { params: cardParams, body: textFields('amount', 'note'), headers: keyHeader } },
    async ({ params, body, headers }, reply) =>
      pass(
        reply,
        await api.askAgain('POST', `/contact/${params.contactId}/creditcards/${params.cardId}/charge`, {
          // A string, so that the amount never passes through binary floating point.
          body: {
            amount: body.amount,
            to_bank_account_id: bankAccountId,
            statement: STATEMENT,
            ...(body.note && { note: body.note }),
          },
          // Made by the page, once per press of the button: however often this request is repeated, by us or
          // by the browser, the card is charged once.
          idempotencyKey: headers['idempotency-key'],
        }),
      ),
  )
}
