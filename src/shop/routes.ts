/**
 * What the shop's own page asks of the shop's own server. The browser never talks to the platform's API
 * itself.
 */
import type { FastifyInstance } from 'fastify'
import type { Jetpay } from '../../sdk/client/jetpay.ts'
import type { EventStream } from './event-stream.ts'

export type Routes = {
  jetpay: Jetpay
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

/**
 * Adds the page's routes. A real shop would know its customer from a session and look the price up itself;
 * here whoever opens the page may act for any contact and pay any amount, because it exists to try things
 * out.
 */
export function serveRoutes(
  server: FastifyInstance,
  { jetpay, events, origin, bankAccountId }: Routes,
): void {
  server.get('/api/events', (request, reply) => events.connect(request, reply))

  server.get('/api/contacts', async () => jetpay.listContacts({ limit: 100 }))

  server.post<{ Body: { name: string; email: string }; Headers: { 'idempotency-key': string } }>(
    '/api/contacts',
    { schema: { body: textFields('name', 'email'), headers: keyHeader } },
    async ({ body: { name, email }, headers }) =>
      jetpay.createContact({ name, email }, { idempotencyKey: headers['idempotency-key'] }),
  )

  server.get<{ Params: { contactId: string } }>(
    '/api/contacts/:contactId/cards',
    { schema: { params: contactParams } },
    async ({ params }) => {
      const { data } = await jetpay.listContactCreditCards({ contact_id: params.contactId, limit: 100 })
      // Only an active card can be charged; one that is pending waits for its event.
      return { data: data.filter((card) => card.state === 'active') }
    },
  )

  server.post<{ Params: { contactId: string } }>(
    '/api/contacts/:contactId/card-url',
    { schema: { params: contactParams } },
    async ({ params }) =>
      jetpay.generateCreditCardTokenizationUrl({
        contact_id: params.contactId,
        allowed_origins: [origin()],
      }),
  )

  server.post<{
    Params: { contactId: string; cardId: string }
    Body: { amount: string; note: string }
    Headers: { 'idempotency-key': string }
  }>(
    '/api/contacts/:contactId/cards/:cardId/pay',
    { schema: { params: cardParams, body: textFields('amount', 'note'), headers: keyHeader } },
    async ({ params, body, headers }) =>
      jetpay.chargeContactCreditCard(
        {
          contact_id: params.contactId,
          credit_card_id: params.cardId,
          // A string, so that the amount never passes through binary floating point.
          amount: body.amount,
          to_bank_account_id: bankAccountId,
          statement: STATEMENT,
          ...(body.note && { note: body.note }),
        },
        // Made by the page, once per press of the button: however often this request is repeated, by the
        // client or by the browser, the card is charged once.
        { idempotencyKey: headers['idempotency-key'] },
      ),
  )
}
