import type { Context } from '../context.ts'
import { type EventRow, eventJson } from '../events/event.ts'
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
}

/** The delivery of these events (at least one, ascending) to this webhook, signed now. */
export async function signedDelivery(
  context: Context,
  receiver: Receiver,
  events: EventRow[],
): Promise<Delivery> {
  const { company_id: companyId, webhook_id: webhookId, callback_api_key_sealed: apiKey } = receiver
  const body = `{"webhookId":${receiver.number},"events":[${events.map(eventJson).join(',')}]}`
  const headers = await signDelivery(await signingKey(context), {
    body,
    webhookId,
    messageId: `${webhookId}_${events[0]!.event_id}-${events.at(-1)!.event_id}`,
    signingSecret: openSecret(
      context.seal,
      companyId,
      webhookId,
      'signing_secret',
      receiver.signing_secret_sealed,
    ),
    now: context.clock.now(),
  })
  if (apiKey)
    headers['x-api-key'] = openSecret(context.seal, companyId, webhookId, 'callback_api_key', apiKey)
  return { url: receiver.callback_url, headers, body }
}
