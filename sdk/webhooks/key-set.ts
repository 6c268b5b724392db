import { createRemoteJWKSet, customFetch } from 'jose'
import { withoutSecrets } from '../client/base-url.ts'
import { readBounded } from '../client/read-bounded.ts'
import { badOptions, DeliveryError } from './delivery.ts'

export type KeySetOptions = {
  /**
   * How long fetched keys are used before they are fetched again; a key that was withdrawn is trusted no
   * longer.
   */
  maxAgeMs?: number | undefined
  /**
   * The least time between two fetches for an unknown `kid`: forged tokens must not make us hammer the
   * platform.
   */
  refetchPauseMs?: number | undefined
  timeoutMs?: number | undefined
}

/**
 * Looks up the key of a token: what `remoteKeys` makes. Said without the types of `jose`, which is an ES
 * module, so that a CommonJS project can read them.
 */
export type KeySet = (
  header: { alg?: string; kid?: string },
  token: { payload: string | Uint8Array; signature: string },
) => Promise<object>

const MAX_AGE_MS = 10 * 60_000
const REFETCH_PAUSE_MS = 10_000
/** A delivery is answered within 15 s, and has to be handled too. */
const TIMEOUT_MS = 5_000
/** After a fetch that failed, deliveries are refused at once for this long instead of each asking again. */
const FAILED_PAUSE_MS = 1_000
/** A hundred keys of 4096 bits. */
const KEY_SET_BYTES_MAX = 128 * 1024

/**
 * The platform's public keys at `url` (its `/.well-known/jwks.json`): fetched on first need, cached, fetched
 * again when they are old or a `kid` is new. Use https unless it is this machine: who can change the keys can
 * forge deliveries.
 */
export function remoteKeys(url: string | URL, options: KeySetOptions = {}): KeySet {
  checkJwksUrl(url)
  return createRemoteJWKSet(new URL(url), {
    cacheMaxAge: milliseconds('maxAgeMs', options.maxAgeMs, MAX_AGE_MS),
    cooldownDuration: milliseconds('refetchPauseMs', options.refetchPauseMs, REFETCH_PAUSE_MS),
    timeoutDuration: milliseconds('timeoutMs', options.timeoutMs, TIMEOUT_MS),
    [customFetch]: boundedFetch(String(url)),
  })
}

/** A day: a key that was withdrawn is believed no longer, whatever was set. */
const MS_MAX = 24 * 3_600_000

/**
 * Whole, as timers have it. One that is no number would have keys never grow old, or be fetched each time.
 */
function milliseconds(name: string, given: number | undefined, otherwise: number): number {
  const ms: unknown = given ?? otherwise
  if (typeof ms === 'number' && ms >= 0 && ms <= MS_MAX) return Math.ceil(ms)
  throw badOptions(`${name} is ${String(ms)}: give milliseconds from 0 to ${MS_MAX}.`)
}

/** Throws where no keys can come of it: at the start of a program, not with its first delivery. */
export function checkJwksUrl(url: string | URL | undefined): void {
  const told = `jwksUrl is ${withoutSecrets(`${url}`)}`
  if (!/^https?:\/\/./.test(`${url}`) || !URL.canParse(`${url}`))
    throw badOptions(`${told}: give the URL of the platform’s /.well-known/jwks.json.`)
  // fetch takes no such URL, and would tell all of it in its error.
  if (`${url}`.includes('@')) throw badOptions(`${told}: no user or password belongs in it.`)
}

function boundedFetch(url: string) {
  let failedAt = Number.NEGATIVE_INFINITY
  return async (href: string, init: RequestInit): Promise<Response> => {
    if (Date.now() - failedAt < FAILED_PAUSE_MS) throw unavailable(url, 'it failed a moment ago')
    try {
      const response = await fetch(href, init)
      if (response.status !== 200) throw new Error(`it answered ${response.status}`)
      const bytes = await readBounded(response.body, KEY_SET_BYTES_MAX)
      if (!bytes) throw new Error(`it is over ${KEY_SET_BYTES_MAX} bytes`)
      return new Response(bytes)
    } catch (error) {
      failedAt = Date.now()
      throw unavailable(url, (error as Error).message, error)
    }
  }
}

const unavailable = (url: string, why: string, cause?: unknown) =>
  new DeliveryError(
    'keys_unavailable',
    `The keys at ${withoutSecrets(url)} cannot be had (${why}). Answer 503: the delivery comes again.`,
    { cause },
  )

/** Key sets by URL, so that every call shares one cache. Receivers have one platform or two. */
const KEY_SETS_MAX = 16
const keySets = new Map<string, KeySet>()

/** The shared key set of a URL. */
export function sharedKeys(url: string | URL): KeySet {
  const href = String(url)
  const known = keySets.get(href)
  if (known) return known
  const [oldest] = keySets.keys()
  if (oldest !== undefined && keySets.size >= KEY_SETS_MAX) keySets.delete(oldest)
  const keys = remoteKeys(href)
  keySets.set(href, keys)
  return keys
}
