import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { openDebitCardPage, ProofAsked } from '../charges/debit-card-page.ts'
import { keepTrace } from '../events/transaction-traces.ts'
import { acceptedLanguage } from '../ground/accept-language.ts'
import { addressOf } from '../ground/address.ts'
import { Problem } from '../ground/errors.ts'
import { logSparsely } from '../ground/log.ts'
import { newNonce } from '../ground/nonce.ts'
import { assetHeaders } from '../ground/page-assets.ts'
import { newChallenge, provenBits as provenBitsOf } from '../ground/proof-challenge.ts'
import type { Traces } from '../ground/traces.ts'
import { toProblem } from '../http/problem.ts'
import { atMost } from '../http/slots.ts'
import { timedContext } from '../http/timing.ts'
import { tracePage } from '../http/trace-request.ts'
import type { Context } from '../process/context.ts'
import type { Language } from './agreement-text.ts'
import { assets } from './assets.ts'
import { bePaid } from './be-paid.ts'
import { serveBranding } from './branding.ts'
import { isOwnPage, pageHeaders } from './headers.ts'
import { type FormOutcome, payByBank } from './pay-by-bank.ts'
import { cardProgress, findPaymentPage, type PaymentPage, takesBankAccounts } from './payment-page.ts'
import { renderEndPage, renderPaymentPage } from './render.ts'

type Route = { Params: { identifier: string }; Querystring: { lang?: string; card?: string } }
type Request = FastifyRequest<Route>

/** A page asks every one to five seconds how its payment goes, and several payers may share an address. */
const READS_PER_WRITE = 20

/**
 * Requests of payment pages at a time, of all payers and of whoever else: each asks the database a few times,
 * for milliseconds, and so many are served in a second that no crowd of payers is held up.
 */
const PAGES_AT_ONCE = 50

/**
 * The hosted payment page at `/payment/pay/{identifier}`: HTML for people, and the few JSON requests of its
 * own script.
 */
export async function servePaymentPages(server: FastifyInstance, context: Context): Promise<void> {
  const { config, log } = context
  const timedFor = ({ timing }: FastifyRequest) => timedContext(context, timing)
  for (const [path, asset] of assets)
    server.get(path, (_request, reply) => reply.headers(assetHeaders(asset)).send(asset.body))

  const logFailure = logSparsely(log, 'error', 'a payment page failed')
  const within = atMost(PAGES_AT_ONCE)
  await server.register(async (pages) => {
    pages.addHook('onRoute', (route) => {
      const { handler } = route
      route.handler = async function (request, reply) {
        return within(async () => handler.call(this, request, reply))
      }
    })
    await pages.register(rateLimit, {
      global: false,
      store: server.countIn('payment page'),
      timeWindow: 60_000,
      enableDraftSpec: true,
      errorResponseBuilder: (_request, { after }) =>
        new Problem('rate_limited', `Too many requests came from this address; wait ${after}.`),
    })
    if (context.traces) traceWrites(pages, context.traces)
    serveBranding(pages, (request) => timedFor(request).db)
    const writes = { config: { rateLimit: { max: config.paymentPageRateLimit, groupId: 'payment-writes' } } }
    const reads = {
      config: { rateLimit: { max: config.paymentPageRateLimit * READS_PER_WRITE, groupId: 'payment-reads' } },
    }

    const sendPage = async (request: Request, reply: FastifyReply) => {
      const page = await findPaymentPage(timedFor(request), request.params.identifier)
      const language = chosenLanguage(request, page)
      const nonce = newNonce()
      const framesVault = page?.state === 'open' && page.takesCards
      reply
        .code(page ? 200 : 404)
        .headers(pageHeaders(config.environment, framesVault ? config.vaultPublicUrl : null, nonce))
        .type('text/html; charset=utf-8')
      const demo = config.environment === 'demo'
      const options = { language, demo, vaultUrl: config.vaultPublicUrl, nonce }
      return reply.send(page ? renderPaymentPage(page, options) : renderEndPage('unknown', language, nonce))
    }
    pages.get<Route>('/payment/pay/:identifier', {
      ...reads,
      handler: sendPage,
      errorHandler: (error, request, reply) => {
        const problem = toProblem(error)
        if (problem.status >= 500) logFailure(problem, { requestId: request.id })
        const nonce = newNonce()
        reply
          .code(problem.status)
          .headers({ ...pageHeaders(config.environment, null, nonce), ...problem.headers })
          .type('text/html; charset=utf-8')
          .send(renderEndPage('unavailable', chosenLanguage(request as Request, undefined), nonce))
      },
    })

    pages.get<Route>('/payment/pay/:identifier/status', reads, async (request, reply) => {
      const { params, query } = request
      const timed = timedFor(request)
      const page = await findPaymentPage(timed, params.identifier)
      reply.header('cache-control', 'no-store')
      if (!page) return reply.code(404).send({ state: 'unknown' })
      const card =
        query.card !== undefined && page.state === 'open'
          ? await cardProgress(timed.db, page.companyId, page.transaction.identifier, query.card)
          : null
      return { state: page.state, card }
    })

    /** A write of our own page to a payment that is open; otherwise it has been answered. */
    const openPageOf = async (request: Request, reply: FastifyReply): Promise<PaymentPage | undefined> => {
      reply.header('cache-control', 'no-store')
      if (!isOwnPage(request.headers, config.publicUrl)) return refuse(reply, 403, 'forbidden')
      const page = await findPaymentPage(timedFor(request), request.params.identifier)
      if (!page) return refuse(reply, 404, 'unknown')
      if (page.state !== 'open') return refuse(reply, 409, page.state)
      const { span } = request.timing
      if (span) await keepTrace(context.db, page.companyId, page.transaction.identifier, span.traceparent)
      return page
    }

    pages.post<Route>('/payment/pay/:identifier/card', writes, async (request, reply) => {
      const page = await openPageOf(request, reply)
      if (!page) return reply
      if (!page.takesCards) return reply.code(409).send({ state: 'open' })
      const company = { companyId: page.companyId, companyName: page.payee.name }
      const body = {
        allowed_origins: [new URL(config.publicUrl).origin],
        language: chosenLanguage(request, page),
      }
      const debitId = page.transaction.identifier
      const { seal, clock } = context
      const { proof } = (request.body ?? {}) as { proof?: unknown }
      const marks = seal.marks()
      const provenBits = Math.max(...marks.map((mark) => provenBitsOf(mark, debitId, proof, clock.now())))
      const payer = { address: addressOf(request), provenBits }
      try {
        return await openDebitCardPage(timedFor(request), company, debitId, body, payer)
      } catch (error) {
        if (!(error instanceof ProofAsked)) throw error
        return reply.code(428).send({ challenge: newChallenge(marks[0], debitId, error.bits, clock.now()) })
      }
    })

    const account =
      (kind: 'debit' | 'credit', take: typeof payByBank) => async (request: Request, reply: FastifyReply) => {
        const page = await openPageOf(request, reply)
        if (!page) return reply
        if (page.transaction.kind !== kind || !takesBankAccounts(page))
          return reply.code(409).send({ state: 'open' })
        const origin = {
          language: chosenLanguage(request, page),
          ip: request.ip,
          userAgent: request.headers['user-agent'] ?? '',
        }
        return answer(reply, await take(timedFor(request), page, request.body, origin))
      }
    pages.post<Route>('/payment/pay/:identifier/bank', writes, account('debit', payByBank))
    pages.post<Route>('/payment/pay/:identifier/account', writes, account('credit', bePaid))
  })
}

/** What a payer does is traced; how their page looks on is not. */
function traceWrites(pages: FastifyInstance, traces: Traces): void {
  pages.addHook('onRequest', async (request) => {
    if (request.method === 'POST') request.timing.span = tracePage(traces, 'payment page', request)
  })
  pages.addHook('onResponse', async ({ timing: { span } }, { statusCode }) => {
    span?.end({ 'http.response.status_code': statusCode }, statusCode >= 500)
  })
}

function answer(reply: FastifyReply, outcome: FormOutcome): FastifyReply {
  if ('errors' in outcome) return reply.code(422).send(outcome)
  return 'changed' in outcome ? reply.code(409).send({ state: 'changed' }) : reply.send({ state: 'done' })
}

function refuse(reply: FastifyReply, status: number, state: string): undefined {
  reply.code(status).send({ state })
}

/**
 * What the visitor chose on the page, else the contact's language, else the browser's, else the company's.
 */
function chosenLanguage({ query, headers }: Request, page: PaymentPage | undefined): Language {
  if (query.lang === 'en' || query.lang === 'fr') return query.lang
  return (
    page?.contact.language ?? acceptedLanguage(headers['accept-language']) ?? page?.payee.language ?? 'en'
  )
}
