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

/**
 * Verifies a delivery by its Standard Webhooks headers: no keys to fetch, but a secret to keep, and nothing
 * against a replay within the tolerance, so use `handleOnce`. Throws a `DeliveryError` as `verifyDelivery`
 * does.
 */
export async function verifyStandardWebhook(
  input: Request | RawDelivery,
  { secret, toleranceSeconds = TOLERANCE_SECONDS }: StandardOptions,
): Promise<Delivery> {
  checkTolerance('toleranceSeconds', toleranceSeconds)
  const secrets = [secret].flat()
  // A secret of no bytes is one that anybody has.
  if (secrets.length === 0 || !secrets.every((one) => /^(whsec_)?[A-Za-z0-9+/]{32,}={0,2}$/.test(one)))
    throw badOptions('secret is the signing_secret of your webhook, whsec_ and base64.')
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
  const age = Date.now() / 1000 - Number(timestamp)
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
      // Compares in constant time.
      if (await crypto.subtle.verify('HMAC', key, signature, signed)) return parseDelivery(bytes)
    }
  }
  throw new DeliveryError(
    'bad_signature',
    'Not signed with this secret, or the body is not the one that was signed.',
  )
}

const hmacKey = (secret: string) =>
  crypto.subtle.importKey(
    'raw',
    decode(secret.replace(/^whsec_/, '')),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  )

/** More than one while secrets change; a handful at most, so that a long header costs nothing. */
const SIGNATURES_MAX = 10

const readSignatures = (header: string) =>
  header
    .split(' ', SIGNATURES_MAX)
    .filter((versioned) => /^v1,[\w+/]+={0,2}$/.test(versioned))
    .map((versioned) => decode(versioned.slice('v1,'.length)))

function decode(base64: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
  } catch {
    throw new DeliveryError(
      'bad_signature',
      'A signature or secret is not base64; secrets look like whsec_….',
    )
  }
}
