import { base64url, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { badOptions, checkTolerance, type Delivery, DeliveryError, parseDelivery } from './delivery.ts'
import { checkJwksUrl, type KeySet, sharedKeys } from './key-set.ts'
import { type RawDelivery, readDelivery } from './raw-delivery.ts'
import { memoryReplayGuard, type ReplayGuard } from './replay-guard.ts'

export type VerifyOptions = {
  /** The platform's `/.well-known/jwks.json`. */
  jwksUrl: string | URL
  /**
   * Your webhook's `identifier` (several where one URL serves several): a delivery to another's webhook is
   * refused.
   */
  audience: string | readonly string[]
  /** Keys of your own making (`remoteKeys`) in place of the shared cache of `jwksUrl`. */
  keys?: KeySet | undefined
  issuer?: string | undefined
  /** How far the two clocks may differ, 0 to 300 seconds; 5. */
  clockToleranceSeconds?: number | undefined
  /** Refuses a token that was used before. In this process's memory unless you give one; false for none. */
  replayGuard?: ReplayGuard | false | undefined
  /** The time, for tests. */
  now?: (() => Date) | undefined
}

const CLOCK_TOLERANCE_SECONDS = 5
/**
 * A token lives 90 seconds. Whatever its `exp` says, one that claims to be older or from the future is
 * refused.
 */
const TOKEN_AGE_MAX_SECONDS = 120

const ownGuard = memoryReplayGuard()

/**
 * Verifies a delivery: signature (RS256), key, issuer, subject, audience, times, that the body is the one
 * that was signed, and that the token is used for the first time. Pass a web `Request`, or headers and the
 * raw body. Throws a `DeliveryError` whose `message` says what to do and whose `status` is what to answer.
 */
export async function verifyDelivery(
  input: Request | RawDelivery,
  options: VerifyOptions,
): Promise<Delivery> {
  checkOptions(options)
  const { header, bytes } = await readDelivery(input)
  // One blank or more (RFC 9110, 11.4), and those that may stand around any header.
  const [, token] = /^[ \t]*Bearer +([^ \t]+)[ \t]*$/i.exec(header('authorization') ?? '') ?? []
  if (!token) {
    throw new DeliveryError(
      'missing_signature',
      'There is no `Authorization: Bearer <token>`. Deliveries have one: a proxy on the way may drop it.',
    )
  }
  const claims = await verifyToken(token, options)
  // A guard compares it: an object would be another one each time.
  if (typeof claims.jti !== 'string')
    throw new DeliveryError('missing_claim', 'The token has no usable `jti`.')
  if (claims.payload_hash !== (await hashOf(bytes))) {
    throw new DeliveryError(
      'body_changed',
      'The body is not the one that was signed. Pass the bytes as they came in; if you do, someone changed them.',
    )
  }
  const delivery = parseDelivery(bytes)
  // Last, so that only genuine tokens take a place in the guard.
  const guard = options.replayGuard ?? ownGuard
  if (guard && !(await guard.firstUse(claims.jti, refusedFrom(claims, options)))) {
    throw new DeliveryError('replayed', 'This token was used before: every try of the platform has its own.')
  }
  return delivery
}

/**
 * From when on a token is refused as expired: `exp` and what the clocks may differ. A second more, since
 * times are compared by whole ones.
 */
const refusedFrom = (
  { exp }: JWTPayload,
  { clockToleranceSeconds = CLOCK_TOLERANCE_SECONDS }: VerifyOptions,
) => new Date((exp! + clockToleranceSeconds + 1) * 1000)

/** An `audience` that is missing would believe deliveries to anybody. */
function checkOptions(given: Partial<VerifyOptions> | null | undefined): void {
  const { jwksUrl, keys, audience, clockToleranceSeconds, issuer, replayGuard } = given ?? {}
  checkTolerance('clockToleranceSeconds', clockToleranceSeconds)
  if (!keys) checkJwksUrl(jwksUrl)
  else if (typeof keys !== 'function') throw badOptions('keys is no key set: give remoteKeys(jwksUrl).')
  // An empty one would not be compared.
  if (issuer !== undefined && (typeof issuer !== 'string' || issuer === ''))
    throw badOptions('issuer is no text: leave it out, deliveries are of jetpay.')
  if (replayGuard && typeof replayGuard.firstUse !== 'function')
    throw badOptions('replayGuard has no firstUse: give a guard, leave it out, or false for none.')
  const audiences = [audience].flat()
  if (audiences.length === 0 || audiences.some((one) => typeof one !== 'string' || one === ''))
    throw badOptions(`audience is ${audience}: give the identifier of your webhook.`)
}

async function verifyToken(token: string, options: VerifyOptions): Promise<JWTPayload> {
  if (!/^[\w.-]+$/.test(token)) throw new DeliveryError('malformed_token', 'The token is none.')
  try {
    const keys = options.keys ?? sharedKeys(options.jwksUrl)
    const { payload } = await jwtVerify(token, keys as JWTVerifyGetKey, {
      // Named, so that a token cannot choose a weaker algorithm than the platform's.
      algorithms: ['RS256'],
      issuer: options.issuer ?? 'jetpay',
      subject: 'webhook',
      audience: [options.audience].flat(),
      requiredClaims: ['exp', 'iat', 'jti', 'payload_hash'],
      maxTokenAge: TOKEN_AGE_MAX_SECONDS,
      clockTolerance: options.clockToleranceSeconds ?? CLOCK_TOLERANCE_SECONDS,
      ...(options.now && { currentDate: options.now() }),
    })
    return payload
  } catch (error) {
    throw explain(error)
  }
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return base64url.encode(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}

const claimErrors = {
  iss: ['wrong_issuer', 'The token is of another issuer; does jwksUrl name your platform?'],
  sub: ['wrong_subject', 'The token is not for a webhook delivery.'],
  aud: [
    'wrong_audience',
    'The delivery is for another webhook: set `audience` to the `identifier` of this one.',
  ],
  iat: ['issued_in_future', 'The token is from the future: set this machine’s clock (NTP).'],
} as const

/** jose's errors in the words of a receiver. */
function explain(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error
  const say = (code: DeliveryError['code'], message: string) =>
    new DeliveryError(code, message, { cause: error })
  if (error instanceof errors.JWTExpired) {
    return say(
      'expired',
      'The token is older than 90 seconds: a replay, or this machine’s clock is fast (NTP).',
    )
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    const known =
      error.reason === 'check_failed' ? claimErrors[error.claim as keyof typeof claimErrors] : undefined
    return known
      ? say(known[0], known[1])
      : say('missing_claim', `The token has no usable \`${error.claim}\`.`)
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return say('bad_signature', 'The signature is not the platform’s; does jwksUrl name your platform?')
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    return say('unknown_key', 'No key of the platform has this `kid`. A new key is fetched within seconds.')
  }
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || !isJose(error)) {
    return say(
      'keys_unavailable',
      `The platform’s keys cannot be had (${(error as Error).message}). Answer 503.`,
    )
  }
  return say('malformed_token', `The token cannot be used: ${(error as Error).message}.`)
}

/** ERR_JOSE_GENERIC is what fetching keys throws. */
const isJose = (error: unknown) => error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC'
