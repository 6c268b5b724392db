import { joinBytes } from '../client/read-bounded.ts'
import { badOptions, checkTolerance, type Delivery, DeliveryError, parseDelivery } from './delivery.ts'
import { type RawDelivery, readDelivery } from './raw-delivery.ts'

export type StandardOptions = {
  /** The webhook's `signing_secret` (`whsec_…`); several while one replaces another. */
  secret: string | readonly string[]
  /**
   * How far `webhook-timestamp` may be from now, 0 to 300 seconds; 300, as the specification's own libraries
   * have it.
   */
  toleranceSeconds?: number | undefined
}

const TOLERANCE_SECONDS = 300
/** As the specification has it. */
const SECRET_BYTES_MIN = 24
const SECRET_BYTES_MAX = 64

/**
 * Verifies a delivery by its Standard Webhooks headers: no keys to fetch, but a secret to keep, and nothing
 * against a replay within the tolerance, so use `handleOnce`. Throws a `DeliveryError` as `verifyDelivery`
 * does.
 */
export async function verifyStandardWebhook(
  input: Request | RawDelivery,
  options: StandardOptions,
): Promise<Delivery> {
  const { secret, toleranceSeconds = TOLERANCE_SECONDS } = (options ?? {}) as StandardOptions
  checkTolerance('toleranceSeconds', toleranceSeconds)
  const secrets = [secret].flat().map(bytesOf)
  if (secrets.length === 0) throw noSecret()
  const { header, bytes } = await readDelivery(input)
  const id = header('webhook-id')
  const timestamp = header('webhook-timestamp')
  const signatures = header('webhook-signature')
  if (!id || !timestamp || !signatures) {
    throw new DeliveryError(
      'missing_signature',
      'webhook-id, webhook-timestamp or webhook-signature is missing: a proxy on the way may drop them.',
    )
  }
  // Seconds and nothing else: `0x10` is a number too.
  const age = Date.now() / 1000 - (/^\d+$/.test(timestamp) ? Number(timestamp) : Number.NaN)
  if (!(age <= toleranceSeconds))
    throw new DeliveryError('expired', 'The delivery is too old: a replay, or this machine’s clock is fast.')
  if (age < -toleranceSeconds)
    throw new DeliveryError(
      'issued_in_future',
      'The delivery is from the future: set this machine’s clock (NTP).',
    )

  const signed = joinBytes([new TextEncoder().encode(`${id}.${timestamp}.`), bytes])
  for (const one of secrets) {
    const key = await hmacKey(one)
    for (const signature of readSignatures(signatures)) {
      // Compares in constant time. Any that is good counts, whatever the others are.
      if (await crypto.subtle.verify('HMAC', key, signature, signed)) return parseDelivery(bytes)
    }
  }
  throw new DeliveryError(
    'bad_signature',
    'Not signed with this secret, or the body is not the one that was signed.',
  )
}

const noSecret = () =>
  badOptions('secret is the signing_secret of your webhook, all of it: whsec_ and base64 of 24 to 64 bytes.')

/** One of no bytes is one that anybody has; one that was cut off is another. */
function bytesOf(secret: string): Uint8Array<ArrayBuffer> {
  const bytes = typeof secret === 'string' ? decode(secret.replace(/^whsec_/, '')) : undefined
  if (!bytes || bytes.length < SECRET_BYTES_MIN || bytes.length > SECRET_BYTES_MAX) throw noSecret()
  return bytes
}

const hmacKey = (secret: Uint8Array<ArrayBuffer>) =>
  crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])

/** More than one while secrets change; a handful at most, so that a long header costs nothing. */
const SIGNATURES_MAX = 10

const readSignatures = (header: string) =>
  header
    .split(' ', SIGNATURES_MAX)
    .flatMap((versioned) =>
      versioned.startsWith('v1,') ? (decode(versioned.slice('v1,'.length)) ?? []) : [],
    )

/** Undefined for what is no base64, padded. */
const decode = (base64: string): Uint8Array<ArrayBuffer> | undefined =>
  /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64)
    ? Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
    : undefined
