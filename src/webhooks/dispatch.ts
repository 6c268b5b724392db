import { Instant } from '../db/instant.ts'
import { sql } from '../db/sql.ts'
import { type EventRow, eventJson } from '../events/event.ts'
import { systemClock } from '../ground/clock.ts'
import type { Context } from '../process/context.ts'
import type { Delivery } from './post-delivery.ts'
import { signDelivery } from './sign-delivery.ts'
import { signingKey } from './signing-key.ts'
import { openSecret } from './webhook-secrets.ts'

/** What of a webhook's row a delivery needs. */
export type Receiver = {
  company_id: string
  webhook_id: string
  number: number
  callback_url: string
  callback_api_key_sealed: Buffer | null
  signing_secret_sealed: Buffer
  /** Null once its overlap is over. */
  former_secret_sealed: Buffer | null
}

/** The columns of `webhooks` that are secrets, as a receiver has them. */
export const secretColumns = sql`callback_api_key_sealed, signing_secret_sealed,
  case when former_secret_until > jetpay_now() then former_secret_sealed end as former_secret_sealed`

/** The bytes of a delivery: these events, ascending, to this webhook. */
export const deliveryBody = (webhookNumber: number, events: EventRow[]) =>
  `{"webhookId":${webhookNumber},"events":[${events.map(eventJson).join(',')}]}`

/**
 * The delivery of these events (at least one, ascending) to this webhook, signed now. A redelivery says that
 * it is one: its events may be below those that the receiver has already.
 */
export async function signedDelivery(
  context: Context,
  receiver: Receiver,
  events: EventRow[],
  redelivery = false,
): Promise<Delivery> {
  const { seal } = context
  const { company_id: companyId, webhook_id: webhookId, callback_api_key_sealed: apiKey } = receiver
  const body = deliveryBody(receiver.number, events)
  const headers = await signDelivery(await signingKey(context), {
    body,
    webhookId,
    messageId: `${webhookId}_${events[0]!.event_id}-${events.at(-1)!.event_id}${redelivery ? '_again' : ''}`,
    signingSecrets: [receiver.signing_secret_sealed, receiver.former_secret_sealed].flatMap((sealed) =>
      sealed === null ? [] : openSecret(seal, companyId, webhookId, 'signing_secret', sealed),
    ),
    // A receiver's clock does not move with the demo's, and it refuses what is signed in the future.
    now: systemClock.now(),
  })
  if (apiKey) headers['x-api-key'] = openSecret(seal, companyId, webhookId, 'callback_api_key', apiKey)
  if (redelivery) headers['x-jetpay-redelivery'] = 'true'
  return { url: receiver.callback_url, headers, body }
}

/**
 * What a test sends. Id 0 is below every event's, so a receiver that remembers the highest id takes it for
 * one that it has had.
 */
export const testEvent = (now: Date): EventRow => ({
  event_id: 0n,
  type: 'webhooks.test',
  data: '{"message":"Your webhook works."}',
  created_at: new Instant(now.getTime(), 0).toISOString(),
})
