import { z } from 'zod'
import { type Components, toJsonSchema } from './openapi-schema.ts'

/** All that is delivered: what an event looks like, and each type with what it says and its `data`. */
export type DeliveredEvents = {
  event: z.ZodObject
  kinds: Readonly<Record<string, { says: string; data: z.ZodType }>>
}

/** The group in the reference that shows what is delivered. */
export const DELIVERED = 'Event types'

const header = (name: string, description: string, example: string, required = true) => ({
  name,
  in: 'header',
  required,
  description,
  schema: { type: 'string' },
  example,
})

/** What a delivery carries beside its token. */
export const deliveryHeaders = {
  'X-Api-Key': header('X-Api-Key', 'The webhook’s `callback_api_key`, if it has one', 'known-to-both', false),
  'webhook-id': header(
    'webhook-id',
    'Names the webhook and the range of events (Standard Webhooks)',
    '0197d3a0-5b1a-7c3e-9f10-2b8f6d0a4e11_41-50',
  ),
  'webhook-timestamp': header('webhook-timestamp', 'When it was sent, in Unix seconds', '1769860800'),
  'webhook-signature': header(
    'webhook-signature',
    '`v1,` and the base64 HMAC-SHA256 of `<webhook-id>.<webhook-timestamp>.<body>` under `signing_secret`',
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  ),
}

export const deliveryToken = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description:
    'A delivery’s own token: RS256 by a key of `/.well-known/jwks.json`, with `iss`, `sub`, `aud` (the webhook’s identifier), `iat`, `exp`, `jti` and `payload_hash`, the base64url SHA-256 of the body.',
}

/**
 * OpenAPI 3.1 `webhooks`: one delivery for each type of event, out of the schemas that `announce` is typed
 * by.
 */
export function webhooksSection(
  { event, kinds }: DeliveredEvents,
  schemas: Components,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(kinds).map(([type, { says, data }]) => {
      const typed = z
        .object(event.shape)
        .extend({ type: z.literal(type), data })
        .meta({ id: `Event.${type}` })
      return [type, { post: delivery(type, says, typed, schemas) }]
    }),
  )
}

function delivery(type: string, says: string, event: z.ZodType, schemas: Components) {
  const body = z.object({
    webhookId: z.int().meta({ description: 'The webhook’s `id`' }),
    events: z.array(event).min(1).max(100),
  })
  return {
    operationId: type,
    tags: [DELIVERED],
    summary: type,
    description: `${says}\n\nDelivered to your \`callback_url\`, ascending by id; one delivery may hold events of several types.`,
    security: [{ delivery_token: [] }],
    parameters: Object.keys(deliveryHeaders).map((name) => ({ $ref: `#/components/parameters/${name}` })),
    requestBody: {
      required: true,
      content: { 'application/json': { schema: toJsonSchema(body, 'output', schemas) } },
    },
    responses: {
      '2XX': { description: 'The events are safely yours. The body of the answer is not read.' },
      '410': { description: 'You are gone for good: the webhook is `failed` until it is resumed.' },
      default: { description: 'Not taken in: they are delivered again.' },
    },
  }
}
