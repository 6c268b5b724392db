import { gzipSync } from 'node:zlib'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { acceptedLanguage, type PageLanguage } from '../ground/accept-language.ts'
import { addressOf } from '../ground/address.ts'
import type { CardAgreement } from '../ground/card-log-entry.ts'
import { counted } from '../ground/counted.ts'
import { Problem } from '../ground/errors.ts'
import { newNonce } from '../ground/nonce.ts'
import { assetHeaders } from '../ground/page-assets.ts'
import { RateLimitStore } from '../ground/rate-limit-store.ts'
import { agreementOf } from './agreement.ts'
import { type EnteredCard, NOT_EXPRESSIBLE, type VerificationOutcome } from './card-network.ts'
import { type CardPageRow, fail, findPage, giveSubmitBack, succeed, takeSubmit } from './card-page.ts'
import { ACCENT_PATH, APPEARANCE_PATH, accentAsset, appearanceAsset, assets } from './page/assets.ts'
import { type CardDetails, checkCard, readCardFields } from './page/card-fields.ts'
import { securityHeaders } from './page/headers.ts'
import { renderCardPage, renderOutcomePage } from './page/render.ts'
import { hasTicketForm, isTicketOfOurs } from './ticket.ts'
import { newVerificationReference, type VaultContext } from './vault-context.ts'
import { openAttempts } from './velocity/attempts.ts'

/**
 * Tickets that we never made, which one address may ask for in a minute (IPv6 by /64): a link that was cut
 * short is told of, a program that guesses is not served. Ours count nowhere, so that neither a flood from
 * their address nor a proxy that is not told of keeps anybody from paying.
 */
const INVENTED_MAX = 60
/** Cards that a page takes in a minute, before one of them is sent to the network. */
const TRIES_MAX = 60
const WINDOW_MS = 60_000

type Route = { Params: { ticket: string } }

/** The hosted card page, on the vault's public origin: the only place where a card number comes in. */
export async function serveCardPages(server: FastifyInstance, vault: VaultContext): Promise<void> {
  const { db, config } = vault
  await server.register(rateLimit, { global: false, store: RateLimitStore })
  const count = server.createRateLimit({ max: INVENTED_MAX, timeWindow: WINDOW_MS, keyGenerator: addressOf })

  const countTries = server.createRateLimit({
    max: TRIES_MAX,
    timeWindow: WINDOW_MS,
    keyGenerator: ({ params }) => (params as Route['Params']).ticket,
  })
  const attempts = openAttempts(vault)

  /**
   * Ours at once; any other, which may be of a version before tickets were marked, while its address has not
   * asked for too many.
   */
  async function lookUp(request: FastifyRequest<Route>): Promise<CardPageRow | undefined> {
    const { ticket } = request.params
    if (!isTicketOfOurs(vault.keys, ticket)) {
      const counted = await count(request)
      if (!counted.isAllowed && counted.isExceeded) throw tooMany(counted.ttlInSeconds)
    }
    return hasTicketForm(ticket) ? findPage(db, ticket) : undefined
  }

  for (const [path, asset] of assets) {
    const gzipped = gzipSync(asset.body)
    server.get(path, ({ headers }, reply) => {
      reply.headers(assetHeaders(asset)).header('vary', 'Accept-Encoding')
      // The same for everybody, so its length tells nothing; pages with a ticket in them are never
      // compressed.
      if (!/\bgzip\b(?!\s*;\s*q=0)/.test(String(headers['accept-encoding']))) return reply.send(asset.body)
      return reply.header('content-encoding', 'gzip').send(gzipped)
    })
  }

  server.get<{ Params: { file: string } }>(`${APPEARANCE_PATH}/:file`, ({ params }, reply) => {
    const asset = appearanceAsset(params.file)
    if (!asset) throw new Problem('not_found', 'There is no such style.')
    return reply.headers(assetHeaders(asset)).send(asset.body)
  })

  server.get<{ Params: { file: string } }>(`${ACCENT_PATH}/:file`, ({ params }, reply) => {
    const asset = accentAsset(params.file)
    if (!asset) throw new Problem('not_found', 'There is no such style.')
    return reply.headers(assetHeaders(asset)).send(asset.body)
  })

  server.get<Route>('/tokenize/:ticket', async (request, reply) => {
    const { headers } = request
    const { ticket } = request.params
    const page = await lookUp(request)
    const language = languageOf(page, headers)
    if (!page) return sendOutcome(vault, reply, 404, 'invalid', null, language)
    if (page.expired) return sendOutcome(vault, reply, 410, 'expired', page, language)
    if (page.state !== 'open') return sendOutcome(vault, reply, 410, outcomeOf(page), page, language)
    const nonce = newNonce()
    const challenge = await attempts.challengeOf(page, ticket, request.ip)
    return reply
      .headers(securityHeaders(page.allowed_origins, config.environment, nonce))
      .type('text/html; charset=utf-8')
      .send(
        renderCardPage({
          ticket,
          creditCardId: page.card_id,
          language,
          allowedOrigins: page.allowed_origins,
          companyName: page.company_name,
          environment: config.environment,
          payment: paymentOf(page),
          inPaymentPage: page.in_payment_page,
          accent: page.accent_color,
          appearance: page.appearance,
          nonce,
          challenge,
          returnUrl: page.return_url ?? undefined,
          now: vault.clock.now(),
        }),
      )
  })

  server.post<Route>('/tokenize/:ticket', async (request, reply) => {
    const { body, headers } = request
    const { ticket } = request.params
    // Browsers say where a request comes from: only our own page may submit (Fetch Metadata, cross-site
    // request forgery).
    const site = headers['sec-fetch-site']
    if (site !== undefined && site !== 'same-origin') return reply.code(403).send({ outcome: 'invalid' })
    const page = await lookUp(request)
    if (!page) return reply.code(404).send({ outcome: 'invalid' })
    if (page.expired) return reply.code(410).send({ outcome: 'expired' })
    const { card, errors } = checkCard(readCardFields(body), vault.clock.now())
    if (page.state === 'open' && errors) return reply.code(422).send({ errors })
    if (page.state !== 'open' || errors) return reply.code(409).send({ outcome: 'used' })
    const tries = await countTries(request)
    if (!tries.isAllowed && tries.isExceeded) throw tooManyTries(tries.ttlInSeconds)
    const attempt = await attempts.begin(page, ticket, request.ip, card.number, body)
    switch (attempt.go) {
      case 'prove':
        return reply.code(428).send({ outcome: 'prove', challenge: attempt.challenge })
      case 'locked':
        throw tooManyTries(attempts.retryAfter)
      case 'busy':
        return reply.code(503).send({ outcome: 'unavailable' })
    }
    let learned: 'approved' | 'declined' | null = null
    let answer = { status: 409, body: { outcome: 'used' } }
    try {
      if (await takeSubmit(db, ticket, request.ip)) {
        // A card that pays at once is not kept for later.
        const agreement = paymentOf(page) ? undefined : agreementOf(page.card_id, languageOf(page, headers))
        const outcome = await verify(vault, page, card, agreement?.reference)
        learned = learnedFrom(outcome)
        answer = await conclude(page, card, outcome, agreement)
      }
    } finally {
      // Before it is told, so that whoever asks again is counted.
      await attempts.end(page, attempt.flight, learned)
    }
    return reply.code(answer.status).send(answer.body)
  })

  async function conclude(
    page: CardPageRow,
    card: CardDetails,
    outcome: Awaited<ReturnType<typeof verify>>,
    agreement: CardAgreement | undefined,
  ) {
    switch (outcome.outcome) {
      case 'approved': {
        const { cvc: _, ...kept } = card
        if (!(await succeed(db, vault.keys, page, kept, outcome, agreement)))
          return { status: 410, body: { outcome: 'expired' } }
        return { status: 200, body: { outcome: 'succeeded', brand: card.brand, last4: card.last4 } }
      }
      case 'unsent':
        await giveSubmitBack(db, page)
        return { status: 503, body: { outcome: 'unavailable' } }
      default: {
        // A verification is for zero, so one without an answer has moved no money; the card is simply not
        // saved.
        const failReason = outcome.outcome === 'declined' ? outcome.fail_reason : 'network_timeout'
        await fail(db, page, failReason)
        return { status: 402, body: { outcome: 'failed', fail_reason: failReason } }
      }
    }
  }
}

/**
 * Where no network message could be made of a card, or nobody knows how far it got, it is simply not saved:
 * nothing was charged.
 */
async function verify(
  vault: VaultContext,
  { card_id: cardId }: CardPageRow,
  card: EnteredCard,
  agreement: string | undefined,
): Promise<VerificationOutcome | typeof notProcessed> {
  const outcome = await vault.network
    .verify(await newVerificationReference(vault), card, agreement)
    .catch(({ code }) => {
      vault.log.error({ cardId, code }, 'a card could not be verified, by a mistake of ours')
      return notProcessed
    })
  if (outcome.outcome !== 'unsent' || outcome.reason !== NOT_EXPRESSIBLE) return outcome
  vault.log.error({ cardId }, 'a card could not be put into a network message')
  return notProcessed
}

/** Of the page as its holder sees it, also when the card is sent from it. */
const languageOf = (page: CardPageRow | undefined, headers: FastifyRequest['headers']): PageLanguage =>
  page?.language ?? acceptedLanguage(headers['accept-language']) ?? page?.fallback_language ?? 'en'

/** Why a card was declined that says nothing of the card. */
const saysNothing: ReadonlySet<string> = new Set([
  'processing_error',
  'network_error',
  'network_timeout',
  'issuer_unavailable',
])

/** What somebody who tries cards out has learned of this one. */
function learnedFrom(outcome: { outcome: string; fail_reason?: string }): 'approved' | 'declined' | null {
  if (outcome.outcome === 'approved') return 'approved'
  return outcome.outcome === 'declined' && !saysNothing.has(outcome.fail_reason ?? '') ? 'declined' : null
}

const notProcessed = { outcome: 'declined', fail_reason: 'processing_error' } as const

const tooManyTries = (seconds: number) =>
  new Problem(
    'rate_limited',
    'Too many cards were tried; nothing was sent to the network, and this page can still be used. Wait, then try again.',
    { headers: { 'retry-after': String(seconds) } },
  )

const tooMany = (seconds: number) =>
  new Problem(
    'rate_limited',
    `Too many addresses of card pages that do not exist were asked for; wait ${counted(seconds, 'second')}, or open the page that you were given.`,
    { headers: { 'retry-after': String(seconds), connection: 'close' } },
  )

/**
 * A page that is loaded again after its one submit tells how that went; while nobody knows yet, only that it
 * is used.
 */
const outcomeOf = ({ state }: CardPageRow) => (state === 'succeeded' || state === 'failed' ? state : 'used')

/** What the card pays as soon as it is entered, if it is not just saved. */
const paymentOf = ({ pays_amount: amount, pays_currency: currency }: CardPageRow) =>
  amount === null || currency === null ? undefined : { amount, currency }

function sendOutcome(
  { config }: VaultContext,
  reply: FastifyReply,
  status: number,
  kind: 'invalid' | 'expired' | 'used' | 'succeeded' | 'failed',
  page: CardPageRow | null,
  language: PageLanguage,
) {
  const allowedOrigins = page?.allowed_origins ?? []
  const nonce = newNonce()
  const { brand, last4, fail_reason: failReason } = page?.outcome ?? {}
  return reply
    .code(status)
    .headers(securityHeaders(allowedOrigins, config.environment, nonce))
    .type('text/html; charset=utf-8')
    .send(
      renderOutcomePage({
        kind,
        language,
        allowedOrigins,
        accent: page?.accent_color ?? null,
        appearance: page?.appearance ?? null,
        nonce,
        returnUrl: page?.return_url ?? undefined,
        creditCardId: page?.card_id,
        pays: page !== null && paymentOf(page) !== undefined,
        card: brand && last4 ? { brand, last4 } : undefined,
        failReason,
      }),
    )
}
