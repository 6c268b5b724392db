/**
 * Maple Cycles, a shop that takes payments through the platform. It stands for an integrator's own server: it
 * uses only the public API, with an API token, and its own webhook endpoint, and of the platform's code what
 * it publishes for everybody: the SDK.
 */
import type { AddressInfo } from 'node:net'
import fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { isJetpayError, openJetpay } from '../../sdk/client/jetpay.ts'
import { openEventStream } from './event-stream.ts'
import { servePage } from './page-files.ts'
import { serveRoutes } from './routes.ts'
import { type Inbox, serveWebhook } from './webhook-endpoint.ts'
import { registerWebhook } from './webhook-registration.ts'

export type ShopOptions = {
  /** 0 takes a free port. */
  port: number
  host: string
  /** Where the platform's API is, and the token it gave us. */
  apiUrl: string
  apiToken: string
  /** The bank account at the platform that our customers' money goes to. */
  bankAccountId: string
  /** Where the platform publishes the keys that it signs deliveries with. */
  jwksUrl: string
  /** Where browsers and the platform reach us, if that is not `http://<host>:<port>`. */
  publicUrl?: string
}

/** Enough to get past a restart of the platform, short enough for somebody who is watching. */
const TRYING_MAX_MS = 45_000

/** Opens the shop. It answers at once; its webhook is registered as soon as the platform is up. */
export async function startShop(
  options: ShopOptions,
): Promise<{ url: string; port: number; close(): Promise<void> }> {
  const stop = new AbortController()
  const jetpay = openJetpay({
    baseUrl: options.apiUrl,
    token: options.apiToken,
    signal: stop.signal,
    tryingMaxMs: TRYING_MAX_MS,
  })
  const events = openEventStream()
  let inbox: Inbox | undefined
  let url = options.publicUrl && new URL(options.publicUrl).origin

  // A browser's event stream stays open for as long as the page does; closing does not wait for it.
  const server = fastify({ logger: false, forceCloseConnections: true })
  const origin = () => url ?? ''
  guardOrigin(server, origin)
  explainErrors(server)
  servePage(server)
  serveRoutes(server, { jetpay, events, origin, bankAccountId: options.bankAccountId })
  await serveWebhook(server, {
    jwksUrl: options.jwksUrl,
    inbox: () => inbox,
    handle: events.publish,
  })
  await server.listen({ port: options.port, host: options.host })
  const { port } = server.server.address() as AddressInfo
  url ??= `http://${hostName(options.host)}:${port}`

  const onRegistered = (registered: Inbox) => {
    inbox = registered
    events.setStatus({ registered: true })
  }
  const onProblem = (problem: string) => events.setStatus({ registered: inbox !== undefined, problem })
  const registering = registerWebhook(jetpay, `${url}/webhook`, { onRegistered, onProblem }, stop.signal)
  // Only `close` ends the tries.
  const registeringEnded = registering.catch(() => {})

  return {
    url,
    port,
    async close() {
      stop.abort()
      events.close()
      await registeringEnded
      await server.close()
    },
  }
}

/** The host as a URL has it. A server that listens on every address is reached, here, as localhost. */
function hostName(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

/** Keeps other sites out: a page elsewhere must not make a visitor's browser pay here. */
function guardOrigin(server: FastifyInstance, origin: () => string): void {
  server.addHook('onRequest', async (request, reply) => {
    // Deliveries come from the platform, not from a browser, and prove it by their signature.
    if (request.url === '/webhook') return
    if (request.headers.host !== URL.parse(origin())?.host) {
      // Only one origin may frame the card page: who came by `localhost` for `127.0.0.1` is sent there.
      return request.url === '/' ? reply.redirect(`${origin()}/`) : reply.code(421).send()
    }
    if (request.method !== 'GET' && request.headers.origin !== origin()) return reply.code(403).send()
  })
}

/** Errors in the shape that the platform's own have, so that the page reads only one. */
function explainErrors(server: FastifyInstance): void {
  server.setErrorHandler<FastifyError>((error, _request, reply) => {
    // The platform's own words.
    if (isJetpayError(error) && error.status > 0) return reply.code(error.status).send(error.problem)
    if (error.statusCode && error.statusCode < 500) {
      return reply.code(error.statusCode).send({ code: 'bad_request', detail: error.message })
    }
    // A charge that got no answer may have happened. The page says so and repeats it under the same key.
    return reply.code(502).send({ code: 'no_answer', detail: 'The payment platform did not answer.' })
  })
}
