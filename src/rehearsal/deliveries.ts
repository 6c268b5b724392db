/** Deliveries of the rehearsal's own: real events under the installation's real keys, and forgeries. */
import { createHash, createHmac, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from '../db/sql.ts'
import { type EventRow, eventColumns } from '../events/event.ts'
import type { Context } from '../process/context.ts'
import { deliveryBody, type Receiver, secretColumns, signedDelivery } from '../webhooks/dispatch.ts'
import { DELIVERY_TIMEOUT_MS } from '../webhooks/post-delivery.ts'
import { jwksRememberedMs } from '../webhooks/serve-jwks.ts'
import { signDelivery } from '../webhooks/sign-delivery.ts'
import { createSigningKey, signingKey } from '../webhooks/signing-key.ts'
import { newSigningSecret, openSecret } from '../webhooks/webhook-secrets.ts'
import type { RehearsedWebhook } from './rehearsed-webhook.ts'

/** An hour: further back than any clock is wrong that a receiver should forgive. */
const EXPIRED_MS = 60 * 60_000
/** Events of one order: a few. */
const EVENTS_MAX = 50
/** Of the whole company, between an order's first and its last. */
const RANGE_MAX = 200

/** What a forgery has wrong; each is right but for that. */
export const forgeries = {
  unsigned: 'without a signature',
  wrong_key: 'signed with a key that is not the platform’s',
  stolen_kid: 'signed with another key under the name of the platform’s',
  no_algorithm: 'with `"alg": "none"`',
  other_body: 'with the signature of another body (payload_hash)',
  expired: 'with a signature that expired an hour ago',
  other_audience: 'signed for another webhook (aud)',
} as const
export type Forgery = keyof typeof forgeries

/** What it gives posts until its signal is aborted. */
export async function openDeliveries(context: Context, companyId: string, webhook: RehearsedWebhook) {
  const { db, seal } = context
  const { identifier: webhookId, eventTypes, maxBatchSize } = webhook
  const receiver = await db.one<Receiver>(sql`
    select company_id, webhook_id, number, callback_url, ${secretColumns}
    from webhooks where company_id = ${companyId} and webhook_id = ${webhookId}`)
  const signingSecret = openSecret(
    seal,
    companyId,
    webhookId,
    'signing_secret',
    receiver.signing_secret_sealed,
  )
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey

  /** The status of the answer; 0 where there was none. */
  async function post(body: string, headers: Record<string, string>, signal: AbortSignal): Promise<number> {
    try {
      const response = await fetch(receiver.callback_url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'jetpay' },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(DELIVERY_TIMEOUT_MS)]),
      })
      await response.body?.cancel()
      return response.status
    } catch {
      // Not the shop's fault, so it must not pass for a refusal.
      signal.throwIfAborted()
      return 0
    }
  }

  const taken = (status: number) => status >= 200 && status < 300

  /** Delivers events (ascending) as the platform does, under the key that signs now; the first refusal. */
  async function deliver(events: EventRow[], signal: AbortSignal, signer: Context = context) {
    for (let from = 0; from < events.length; from += maxBatchSize) {
      const { body, headers } = await signedDelivery(
        signer,
        receiver,
        events.slice(from, from + maxBatchSize),
      )
      const status = await post(body, headers, signal)
      if (!taken(status)) return status
    }
    return undefined
  }

  return (signal: AbortSignal) => ({
    /** Answers the status of a delivery that was not taken (0: not answered), undefined where all were. */
    deliver: (events: EventRow[]) => deliver(events, signal),

    /** What happened to a contact's debits after that event, ascending. */
    debitEvents: (contactId: string, after: number) =>
      db.many<EventRow>(sql`
        select ${eventColumns} from events
        where company_id = ${companyId} and event_id > ${after} and type like 'transactions.debits.%'
          and data::jsonb ->> 'contactId' = ${contactId}
        order by event_id limit ${EVENTS_MAX}`),

    /** All that the webhook hears from one event to another, without gaps, as the platform delivers it. */
    range: (first: Pick<EventRow, 'event_id'>, last: Pick<EventRow, 'event_id'>) =>
      db.many<EventRow>(sql`
        select ${eventColumns} from events
        where company_id = ${companyId} and event_id >= ${first.event_id} and event_id <= ${last.event_id}
          and (${eventTypes}::text[] is null or type = any (${eventTypes}::text[]))
        order by event_id limit ${RANGE_MAX}`),

    /**
     * Makes the next signing key, as it would be after 30 days, and waits until everybody can have it; then
     * it signs. Delivers under it.
     */
    async underNewKey() {
      const { generation } = await db.one<{ generation: number }>(
        sql`select max(generation) as generation from signing_keys`,
      )
      // Keys are published before they sign; an api may answer from memory for this long.
      const aheadMs = jwksRememberedMs(context.config) + 1_000
      await createSigningKey(
        context,
        generation + 1,
        sql`jetpay_now() + make_interval(secs => ${aheadMs / 1000})`,
      )
      await delay(aheadMs, undefined, { signal })
      // Another object, so that the key is read anew rather than remembered.
      const renewed = { ...context }
      return (events: EventRow[]) => deliver(events, signal, renewed)
    },

    /** Posts an event that never was, wrong in one way. */
    async forge(kind: Forgery, event: EventRow): Promise<number> {
      const body = deliveryBody(receiver.number, [event])
      const key = await signingKey(context)
      const foreign = { keyId: kind === 'stolen_kid' ? key.keyId : randomUUID(), privateKey: stranger }
      const isForeign = kind === 'wrong_key' || kind === 'stolen_kid'
      const now = new Date(Date.now() - (kind === 'expired' ? EXPIRED_MS : 0))
      const headers = await signDelivery(isForeign ? foreign : key, {
        body: kind === 'other_body' ? deliveryBody(receiver.number, [{ ...event, data: '{}' }]) : body,
        webhookId: kind === 'other_audience' ? randomUUID() : webhookId,
        messageId: `${webhookId}_${event.event_id}-${event.event_id}`,
        // Another webhook has another secret; whoever has no key has no secret either.
        signingSecrets: [isForeign || kind === 'other_audience' ? newSigningSecret() : signingSecret],
        now,
      })
      if (kind === 'no_algorithm') return post(body, withoutAlgorithm(headers, body), signal)
      return post(body, kind === 'unsigned' ? {} : headers, signal)
    },
  })
}

export type Deliveries = ReturnType<Awaited<ReturnType<typeof openDeliveries>>>

/** A token as old libraries took it: its claims are right, and nobody has signed it. */
function withoutAlgorithm(headers: Record<string, string>, body: string): Record<string, string> {
  const [, claims] = headers.authorization!.split(' ')[1]!.split('.')
  const head = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')
  const guess = createHmac('sha256', randomBytes(32)).update(createHash('sha256').update(body).digest())
  return {
    ...headers,
    authorization: `Bearer ${head}.${claims}.`,
    'webhook-signature': `v1,${guess.digest('base64')}`,
  }
}
