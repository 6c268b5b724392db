import { createHash, createHmac, randomUUID, sign } from 'node:crypto'
import { promisify } from 'node:util'
import type { SigningKey } from './signing-key.ts'

/** A token is for one delivery, which takes 15 seconds at most; the rest is room for clocks that differ. */
const TOKEN_LIFE_SECONDS = 90

export type Unsigned = {
  /** The raw body, as it will be sent. */
  body: string
  /** The webhook's identifier: the audience, so that a delivery to one webhook proves nothing to another. */
  webhookId: string
  /** Names the events in it, and stays the same when they are sent again. */
  messageId: string
  /** The one of now, and the one that it follows while both sign. */
  signingSecrets: string[]
  now: Date
}

/**
 * The headers that prove a delivery: a JWT (RS256) over the hash of the body, and the three of Standard
 * Webhooks (HMAC-SHA256). RSA runs in the thread pool, so that signing does not hold up the event loop.
 */
export async function signDelivery(key: SigningKey, delivery: Unsigned): Promise<Record<string, string>> {
  const { body, messageId, signingSecrets } = delivery
  const seconds = Math.floor(delivery.now.getTime() / 1000)
  return {
    authorization: `Bearer ${await signToken(key, delivery, seconds)}`,
    'webhook-id': messageId,
    'webhook-timestamp': String(seconds),
    // Standard Webhooks: a receiver takes any of them.
    'webhook-signature': signingSecrets
      .map((secret) => createHmac('sha256', hmacKey(secret)).update(`${messageId}.${seconds}.${body}`))
      .map((hmac) => `v1,${hmac.digest('base64')}`)
      .join(' '),
  }
}

const hmacKey = (signingSecret: string) => Buffer.from(signingSecret.slice('whsec_'.length), 'base64')

const signRsa = promisify<string, Buffer, SigningKey['privateKey'], Buffer>(sign)

async function signToken({ keyId, privateKey }: SigningKey, { body, webhookId }: Unsigned, seconds: number) {
  const claims = {
    jti: randomUUID(),
    iat: seconds,
    exp: seconds + TOKEN_LIFE_SECONDS,
    iss: 'jetpay',
    sub: 'webhook',
    aud: webhookId,
    payload_hash: createHash('sha256').update(body).digest('base64url'),
  }
  const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid: keyId })}.${encode(claims)}`
  const signature = await signRsa('RSA-SHA256', Buffer.from(signed), privateKey)
  return `${signed}.${signature.toString('base64url')}`
}

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')
