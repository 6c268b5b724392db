import type { FastifyInstance, FastifyRequest } from 'fastify'
import { addressOf } from '../ground/address.ts'
import { counted } from '../ground/counted.ts'
import { Problem } from '../ground/errors.ts'
import type { Context } from '../process/context.ts'
import { type AuthenticationFault, type Caller, NO_COMPANY, unauthenticated } from './authenticate.ts'
import { readBearerToken } from './bearer-token.ts'
import { openLine } from './line.ts'
import { readCookie, refuseOtherSites, requireOwnPage, type SessionDoor } from './session-door.ts'
import { openTokenFilter } from './token-filter.ts'
import { openTokens } from './tokens.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Null until the request's token was found good, and on routes that need none. */
    caller: Caller | null
  }
  interface FastifyContextConfig {
    /** What it serves is for whoever asks: it has a limit of its own. */
    anyone?: boolean
  }
}

/**
 * Failed authentications that one address has a minute (IPv6 by /64, which is what one subscriber is given):
 * a person who tries a wrong token a few times is told what is wrong, a program that guesses is not served.
 */
const FAILURES_MAX = 60
const FAILURES_WINDOW_MS = 60_000

/**
 * Statements at a time for tokens that this process has not met: less than half of the database connections
 * of a process. So many more wait their turn, which is some milliseconds each; the next is told to come back.
 */
const STRANGERS_AT_ONCE = 4
const STRANGERS_WAITING = 200
/** Longer than all of them take on a busy machine; then the database is what is slow. */
const STRANGERS_MS = 2_000

/** Sessions that one process knows to have been good; more people than one installation has. */
const MET_MAX = 10_000

/** No address is allowed everything, so this is what counting returns. */
type Counted = Extract<
  Awaited<ReturnType<ReturnType<FastifyInstance['createRateLimit']>>>,
  { isAllowed: false }
>

const faults = {
  none: 'Send the header `Authorization: Bearer <api token>`.',
  malformed: 'Send the header `Authorization: Bearer <api token>`, with one token and nothing after it.',
  repeated: 'Send one `Authorization` header, not several.',
  unknown: 'The API token is unknown, revoked or expired; use one from `jetpay token create`.',
  session_over: 'This session is over; sign in again.',
} satisfies Record<AuthenticationFault, string>

/**
 * Admits requests before anything else is done for them: who sends a good token gets `request.caller`,
 * everybody else a 401, and after 60 of them in a minute a 429. Strangers cost no slot among requests, and
 * hardly a statement (docs/security.md):
 *
 * - A token that this process has found good before is no stranger's. It is served, whatever its address has
 *   done.
 * - Any other is looked up, four at a time. From an address that has failed too often, or while too many
 *   wait, only one
 *   that is among the live tokens (`token-filter.ts`) is; so a good token works from anywhere, at the latest at its second try.
 *
 * A person's session, found by its cookie through `door`, is admitted alike; each time it is looked up, so
 * that what was ended or taken away is so at once. An `Authorization` header goes before a cookie.
 *
 * Register it on an instance that has `@fastify/rate-limit`, before its routes.
 */
export function admitCallers(api: FastifyInstance, context: Context, door?: SessionDoor): void {
  const tokens = openTokens(context)
  const filter = openTokenFilter(context.db)
  // Its key is the address, as the trusted proxies tell it.
  const countFailures = api.createRateLimit({
    max: FAILURES_MAX,
    timeWindow: FAILURES_WINDOW_MS,
    keyGenerator: addressOf,
  })
  const strangers = openLine({
    running: STRANGERS_AT_ONCE,
    waiting: STRANGERS_WAITING,
    waitMs: STRANGERS_MS,
  })

  const failed = async (request: FastifyRequest, fault: AuthenticationFault): Promise<Problem> => {
    const now = await countFailures(request)
    const { remaining, ttlInSeconds, isExceeded } = now as Counted
    // Of many strangers at once only so many are told what is wrong.
    if (isExceeded) return tooManyFailures(ttlInSeconds)
    return unauthenticated(faults[fault], fault, limitHeaders(remaining, ttlInSeconds))
  }

  /** Throws where the address has failed too often. */
  const requireUnblocked = async (request: FastifyRequest): Promise<void> => {
    const now = await countFailures(request, { increment: false })
    if (!now.isAllowed && now.remaining === 0) throw tooManyFailures(now.ttlInSeconds)
  }

  const met = new Set<string>()
  async function lookUpSession(secret: string, request: FastifyRequest): Promise<Caller | undefined> {
    const caller = await door!.lookUp(secret, request)
    met.delete(secret)
    if (!caller) return undefined
    if (met.size >= MET_MAX) met.delete(met.keys().next().value!)
    met.add(secret)
    return caller
  }

  async function admit(request: FastifyRequest): Promise<Caller> {
    const { authorization, cookie } = request.headers
    const secret = door && authorization === undefined ? readCookie(context.config, cookie) : undefined
    if (secret !== undefined) {
      requireOwnPage(context.config, request)
      const known = met.has(secret) ? await lookUpSession(secret, request) : undefined
      return known ?? admitStranger(request, secret, (of) => lookUpSession(of, request), 'session_over')
    }
    if (request.routeOptions.config.anyone) {
      refuseOtherSites(context.config, request)
      return nobody(request)
    }
    const sent = readBearerToken(request.raw)
    if ('fault' in sent) {
      await requireUnblocked(request)
      throw await failed(request, sent.fault)
    }
    const { token } = sent
    const known = tokens.known(token) ?? (tokens.wasGood(token) ? await tokens.lookUp(token) : undefined)
    return known ?? admitStranger(request, token, tokens.lookUp, 'unknown')
  }

  async function admitStranger(
    request: FastifyRequest,
    token: string,
    lookUp: (token: string) => Promise<Caller | undefined>,
    fault: AuthenticationFault,
  ): Promise<Caller> {
    const isOurs = () => filter.mayHold(token)
    await requireUnblocked(request).catch(unless(isOurs))
    const leave = (await strangers.enter()) ?? ((await isOurs()) ? () => undefined : undefined)
    if (!leave) {
      await countFailures(request)
      throw busy()
    }
    try {
      // Others of this address may have failed while it waited.
      await requireUnblocked(request).catch(unless(isOurs))
      const caller = await lookUp(token)
      if (caller) return caller
    } finally {
      leave()
    }
    // Whoever comes to sign in may still have the cookie of a session that is over.
    if (request.routeOptions.config.anyone) return nobody(request)
    throw await failed(request, fault)
  }

  api.decorate('admitAgain', admit)
  api.decorateRequest('caller', null)
  api.addHook('onRequest', async (request) => {
    // What is nowhere needs no token to say so.
    if (!request.is404) request.caller = await admit(request)
  })
}

/** Whoever asks for what is for anyone: counted by address. */
const nobody = (request: FastifyRequest): Caller => ({
  company_id: NO_COMPANY,
  company_name: '',
  company_language: 'en',
  token_id: addressOf(request),
  scopes: [],
  features: [],
  suspended: false,
  actor: { kind: 'nobody' },
})

const unless = (excused: () => Promise<boolean>) => async (error: Error) => {
  if (!(await excused())) throw error
}

const limitHeaders = (remaining: number, seconds: number) => ({
  'ratelimit-limit': String(FAILURES_MAX),
  'ratelimit-remaining': String(remaining),
  'ratelimit-reset': String(seconds),
})

/** The connection ends too: a stranger's are the first that are not kept. */
const tooManyFailures = (seconds: number) =>
  new Problem(
    'rate_limited',
    `Too many requests from this address had no valid API token; wait ${counted(seconds, 'second')}, or send a valid one.`,
    { headers: { ...limitHeaders(0, seconds), 'retry-after': String(seconds), connection: 'close' } },
  )

/** It may be good, if it was made just now: that is not known without a look. */
const busy = () =>
  new Problem(
    'service_unavailable',
    'New tokens cannot be looked up right now; nothing was changed. Try again.',
    {
      headers: { 'retry-after': '1' },
    },
  )
