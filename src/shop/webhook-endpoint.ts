/** Where the platform delivers events: `POST /webhook`. */
import type { FastifyInstance } from 'fastify'
import { type KeySet, type PaymentEvent, statusFor, verifyDelivery } from '../../sdk/webhooks/webhooks.ts'

/** Our webhook at the platform and how far we have read its events. */
export type Inbox = { webhookIdentifier: string; lastEventId: number }

export type WebhookEndpoint = {
  /** Where the platform publishes the keys that it signs deliveries with. */
  jwksUrl: string
  /** Keys of one's own making in place of the SDK's cache. */
  keys?: KeySet
  /** Undefined until the platform has told us our webhook's identifier. */
  inbox(): Inbox | undefined
  /** Gets each event once, in order. */
  handle(events: PaymentEvent[]): void
}

/** 100 events, the largest batch we ask for, with room to spare. */
const BODY_BYTES_MAX = 1024 * 1024

/**
 * Adds the route. It answers 204 to a delivery that it has taken in, 401 to one that is not the platform's.
 */
export async function serveWebhook(server: FastifyInstance, endpoint: WebhookEndpoint): Promise<void> {
  await server.register(async (scope) => {
    // The signature covers the bytes, so this route must not get its body parsed already.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX },
      (_request, body, done) => done(null, body),
    )
    scope.post('/webhook', async (request, reply) => {
      const inbox = endpoint.inbox()
      if (!inbox) return reply.code(503).header('retry-after', '1').send()
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const delivery = await verifyDelivery(
        { headers: request.headers, rawBody },
        // Which events are new is told by their ids below, so a delivery that comes again is taken, not
        // refused.
        {
          jwksUrl: endpoint.jwksUrl,
          keys: endpoint.keys,
          audience: inbox.webhookIdentifier,
          replayGuard: false,
        },
      ).catch((error: Error) => error)
      if (delivery instanceof Error) {
        // The reason is for our own log; whoever sent it learns nothing. Anything but 2xx makes the platform
        // deliver again later.
        request.log.warn({ reason: delivery.message }, 'webhook delivery refused')
        return reply.code(statusFor(delivery)).send()
      }

      // Delivery is at least once: what we have seen comes again when our answer got lost. Ids only ever
      // grow, so one number tells old from new. A real shop keeps it in its database and moves it in the same
      // transaction as what it does about the events; then it can crash anywhere and still handles each once.
      const fresh = delivery.events.filter((event) => event.id > inbox.lastEventId)
      inbox.lastEventId = fresh.at(-1)?.id ?? inbox.lastEventId
      endpoint.handle(fresh)
      return reply.code(204).send()
    })
  })
}
