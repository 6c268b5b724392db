/** Whether a webhook delivery really comes from the platform, to this webhook, and arrived as it was sent. */
import { createHash } from 'node:crypto'
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose'

/** Not a delivery of the platform's for us. The reason is for our own log; whoever sent it learns nothing from it. */
export class UnverifiedDelivery extends Error {}

/** Two machines' clocks are rarely further apart, and a token lives 90 seconds. */
const CLOCK_TOLERANCE_SECONDS = 5

/** The platform's keys could not be had: our trouble or the platform's, and no reason to distrust the sender. */
const keysUnavailable = (error: unknown) =>
  !(error instanceof errors.JOSEError) ||
  ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'].includes(error.code)

/**
 * Checks `Authorization: Bearer <jwt>` against the raw bytes of the body. Hash the bytes that came in: JSON that was
 * parsed and written again need not be the same. Throws UnverifiedDelivery, or another error when the keys cannot be had.
 */
export async function verifyDelivery(
  keys: JWTVerifyGetKey,
  webhookIdentifier: string,
  authorization: string | undefined,
  rawBody: Uint8Array,
): Promise<void> {
  const [, token] = /^Bearer ([\w.-]+)$/i.exec(authorization ?? '') ?? []
  if (!token) throw new UnverifiedDelivery('there is no bearer token')
  const { payload } = await jwtVerify(token, keys, {
    // Named, so that a token cannot choose a weaker algorithm than the platform's.
    algorithms: ['RS256'],
    issuer: 'jetpay',
    subject: 'webhook',
    // Without it a delivery to somebody else's webhook could be replayed to ours.
    audience: webhookIdentifier,
    requiredClaims: ['exp', 'iat', 'jti', 'payload_hash'],
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
  }).catch((error: unknown) => {
    if (keysUnavailable(error)) throw error
    throw new UnverifiedDelivery((error as Error).message)
  })
  // The token is signed, the body is not: this is what binds the two.
  const hash = createHash('sha256').update(rawBody).digest('base64url')
  if (payload.payload_hash !== hash) throw new UnverifiedDelivery('the body is not the one that was signed')
}
