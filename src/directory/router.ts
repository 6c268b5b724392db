import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import fastify, { type FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { standingHeaders } from '../ground/answer-headers.ts'
import { answerClientError, guardRequests, nodeHttp } from '../ground/bare-http.ts'
import type { Config } from '../ground/config.ts'
import { openDrain } from '../ground/drain.ts'
import { Problem, problemBody } from '../ground/errors.ts'
import { logSparsely } from '../ground/log.ts'
import { requestIds } from '../ground/request-id.ts'
import type { FollowedMoves } from './follow-moves.ts'
import { openHolds } from './hold.ts'
import { openMergedKeys } from './merged-keys.ts'
import { openPassOn, unavailable } from './pass-on.ts'
import type { Place, Places } from './places.ts'
import { placeFor } from './whose-request.ts'

const CARD_PAGE = /^\/tokenize\/([A-Za-z0-9_-]{43})(?:\?|$)/
const KEYS = /^\/\.well-known\/jwks\.json(?:\?|$)/

/** They write nothing: a company that moves need not wait for them. */
const READS: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Requests under way that one process holds; the next is told to come back. */
const UNDER_WAY_MAX = 5_000

type Settings = Pick<Config, 'environment' | 'trustedProxies' | 'host'> & { port: number }

/**
 * What stands in front of the cells: reads of each request whose it is (a token, a company, a link, a card
 * page's ticket), and passes it on to the cell that has it. It never reads a body, and no card goes by it: a
 * browser that asks for a card page is sent to the cell's own address.
 */
export async function startRouter(
  settings: Settings,
  places: Places,
  moves: FollowedMoves,
  log: Logger,
  count: (cell: string, outcome: 'answered' | 'failed') => void,
) {
  const passOn = openPassOn()
  const mergedKeys = openMergedKeys(() => places.cells())
  const holds = openHolds(places, moves)
  const logFailure = logSparsely(log, 'error', 'a request could not be passed on')
  let underWay = 0

  const server = fastify({
    logger: false,
    http: nodeHttp,
    trustProxy: settings.trustedProxies.map(({ address, prefix }) => `${address}/${prefix}`),
    genReqId: requestIds(settings.trustedProxies),
    clientErrorHandler: answerClientError(settings.environment),
    keepAliveTimeout: 75_000,
    // A body may take as long as the cell lets it. Its headers have Node's own limit.
    requestTimeout: 0,
    return503OnClosing: false,
  })
  const drain = openDrain(server)
  guardRequests(server, settings.environment)

  /** Where a request goes to, once that lets it in: what was held may be elsewhere since. */
  async function openPlaceFor(raw: IncomingMessage): Promise<Place> {
    for (;;) {
      const place = await placeFor(raw, places)
      if (!place) throw unavailable(new Error('there is no cell yet: jetpay cell add'))
      if (!(await holds.waited(place))) return place
    }
  }

  async function serve(request: FastifyRequest, response: ServerResponse): Promise<void> {
    const { raw } = request
    const { url = '', method } = raw
    const ticket = CARD_PAGE.exec(url)?.[1]
    if (ticket) {
      // A card that is sent here is not taken, and goes nowhere: its page sends it to where it came from.
      if (method !== 'GET' && method !== 'HEAD')
        throw new Problem('method_not_allowed', 'Card pages are at the address of their cell.', {
          headers: { allow: 'GET, HEAD', connection: 'close' },
        })
      const cell = await places.cardPage(ticket, request.ip)
      if (!cell) throw new Problem('not_found', 'There is no such card page.')
      const location = `${cell.card_page_url}${url}`
      response
        .writeHead(307, { ...standingHeaders(settings.environment), location, 'content-length': 0 })
        .end()
    } else if (KEYS.test(url) && method === 'GET') {
      const { text, whole } = await mergedKeys()
      // What lacks a cell's is not to be kept.
      const kept = whole ? { 'cache-control': 'public, max-age=300' } : {}
      const headers = { 'content-type': 'application/jwk-set+json', ...kept }
      response.writeHead(200, { ...standingHeaders(settings.environment), ...headers }).end(text)
    } else {
      const { cell, companyId } = await openPlaceFor(raw)
      const leave = companyId === undefined ? undefined : moves.enter(companyId, response, !READS.has(method))
      const said = { address: request.ip, proto: request.protocol, requestId: request.id }
      try {
        // Whoever has gone meanwhile wants nothing of the cell.
        if (response.destroyed) return
        await passOn.pass(cell.api_url, raw, response, said)
        count(cell.cell_id, 'answered')
      } catch (error) {
        // Where the client has gone, nobody can say what the cell would have answered.
        if (response.destroyed) return
        count(cell.cell_id, 'failed')
        throw error
      } finally {
        leave?.()
      }
    }
  }

  // Before routes and bodies are looked at: the framework only lends its connections, ids and drain.
  server.addHook('onRequest', async (request, reply) => {
    reply.hijack()
    underWay += 1
    try {
      if (underWay > UNDER_WAY_MAX) throw unavailable(new Error('too many requests are under way'))
      await serve(request, reply.raw)
    } catch (error) {
      const problem = error instanceof Problem ? error : unavailable(error)
      if (problem.status >= 500) logFailure((problem.cause ?? problem) as Error, { requestId: request.id })
      sendProblem(reply.raw, problem, request.id, settings)
    } finally {
      underWay -= 1
    }
  })
  server.setErrorHandler((error, request, reply) => {
    reply.hijack()
    const problem =
      error instanceof Problem ? error : new Problem('bad_request', 'The request cannot be read.')
    sendProblem(reply.raw, problem, request.id, settings)
  })
  await server.listen({ host: settings.host, port: settings.port })
  return {
    port: (server.server.address() as AddressInfo).port,
    /** Requests that wait for a cell that is held. */
    held: holds.count,
    leave: drain.leave,
    async close() {
      await drain.close()
      passOn.close()
    },
  }
}

/**
 * Where an answer has begun there is none to give: its connection ends, so that it is not taken for whole.
 */
function sendProblem(
  response: ServerResponse,
  problem: Problem,
  requestId: string,
  { environment }: Settings,
): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  const body = JSON.stringify(problemBody(problem, requestId))
  response
    .writeHead(problem.status, {
      ...standingHeaders(environment),
      'content-type': 'application/problem+json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'x-request-id': requestId,
      ...problem.headers,
    })
    .end(body)
}
