/** Where the platform delivers events: `POST /webhook`. */
import type { FastifyInstance } from 'fastify'
import type { JWTVerifyGetKey } from 'jose'
import { UnverifiedDelivery, verifyDelivery } from './delivery-signature.ts'

export type ShopEvent = { id: number; createdAt: string; type: string; data: Record<string, unknown> }

/** Our webhook at the platform and how far we have read its events. */
export type Inbox = { webhookIdentifier: string; lastEventId: number }

export type WebhookEndpoint = {
  /** The platform's public keys (`createRemoteJWKSet`: it caches them and fetches again when it meets a new `kid`). */
  keys: JWTVerifyGetKey
  /** Undefined until the platform has told us our webhook's identifier. */
  inbox(): Inbox | undefined
  /** Gets each event once, in order. */
  handle(events: ShopEvent[]): void
}

/** 100 events, the largest batch we ask for, with room to spare. */
const BODY_BYTES_MAX = 1024 * 1024

/** Adds the route. It answers 204 to a delivery that it has taken in, 401 to one that is not the platform's. */
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
      try {
        await verifyDelivery(endpoint.keys, inbox.webhookIdentifier, request.headers.authorization, rawBody)
      } catch (error) {
        request.log.warn({ reason: (error as Error).message }, 'webhook delivery refused')
        if (error instanceof UnverifiedDelivery) return reply.code(401).send()
        // Anything but 2xx makes the platform deliver again later, so nothing is lost while the keys are out of reach.
        return reply.code(503).header('retry-after', '5').send()
      }

      // Delivery is at least once: what we have seen comes again when our answer got lost. Ids only ever grow, so one
      // number tells old from new. A real shop keeps it in its database and moves it in the same transaction as what it
      // does about the events; then it can crash anywhere and still handles each once.
      const { events } = JSON.parse(rawBody.toString()) as { events: ShopEvent[] }
      const fresh = events.filter((event) => event.id > inbox.lastEventId)
      inbox.lastEventId = fresh.at(-1)?.id ?? inbox.lastEventId
      endpoint.handle(fresh)
      return reply.code(204).send()
    })
  })
}
