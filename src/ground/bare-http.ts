import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { standingHeaders } from './answer-headers.ts'
import type { Environment } from './config.ts'
import { Problem, problemBody } from './errors.ts'
import { newId } from './ids.ts'
import { knownPaths, methodNotAllowed } from './known-paths.ts'

/**
 * HTTP below the framework: what Node would answer by itself, without a body or a request id, is a problem
 * like any other on every server of ours, the vault's too.
 */

/** For the framework's `http`: a missing Host is refused by `guardRequests`. */
export const nodeHttp = { requireHostHeader: false }

/** What every request is asked before anything else of it is read: one Host. */
export function guardRequests(server: FastifyInstance, environment: Environment): void {
  answerBeneath(server.server, environment)
  server.addHook('onRequest', ({ raw }, _reply, done) => done(hostProblem(raw)))
}

/**
 * For a server without endpoints: each answer's id, and 404, 405 and OPTIONS before a body is read. Call it
 * before routes are added.
 */
export function answerUnknown(server: FastifyInstance, environment: Environment): void {
  const known = knownPaths(server)
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  guardRequests(server, environment)
  server.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return
    const allow = known.allow(request)
    if (allow === undefined) throw new Problem('not_found', 'There is nothing at this address.')
    if (request.method !== 'OPTIONS') throw methodNotAllowed(allow)
    return reply.code(204).header('allow', allow).send()
  })
  server.setNotFoundHandler(() => undefined)
}

/** Exactly one Host is required of HTTP/1.1, and more than one refused of any (RFC 9112 section 3.2). */
function hostProblem({ httpVersion, rawHeaders }: IncomingMessage): Problem | undefined {
  const hosts = timesSent(rawHeaders, 'host')
  if (hosts > 1) return new Problem('bad_request', 'Send one Host header, not several.')
  return hosts === 0 && httpVersion !== '1.0' ? new Problem('bad_request', 'Send a Host header.') : undefined
}

/**
 * How often a header (in lower case) was sent, of names and values in turn: Node keeps the first of several.
 */
export function timesSent(rawHeaders: string[], header: string): number {
  let times = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!
    if (name.length === header.length && name.toLowerCase() === header) times += 1
  }
  return times
}

/**
 * Answers what Node hands over as events: an `Expect` other than 100-continue (RFC 9110 section 10.1.1), and
 * CONNECT.
 */
function answerBeneath(server: Server, environment: Environment): void {
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const { status, headers, body } = bare(
      new Problem('expectation_failed', 'Send no Expect header, or `100-continue`.'),
      environment,
    )
    response.writeHead(status, headers).end(body)
  })
  server.on('connect', (_request: IncomingMessage, socket: Duplex) =>
    endWith(
      socket,
      new Problem('bad_request', 'This server is no proxy; CONNECT is not served.'),
      environment,
    ),
  )
}

/**
 * Answers bytes that are not a request that Node can read (RFC 9112), or do not arrive in time: there is no
 * request to reply to then, only the socket. A problem like any other, and the connection ends.
 */
export const answerClientError =
  (environment: Environment) =>
  (error: Error & { code?: string }, socket: Duplex): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return
    endWith(socket, problemOf(error.code), environment)
  }

function problemOf(code: string | undefined): Problem {
  // RFC 6585 section 5.
  if (code === 'HPE_HEADER_OVERFLOW')
    return new Problem('headers_too_large', 'The headers are too large; send at most 16 KiB.')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new Problem('bad_request', 'The request did not arrive whole within a minute.')
  return new Problem('bad_request', 'The request line or headers are not valid HTTP.')
}

function endWith(socket: Duplex, problem: Problem, environment: Environment): void {
  const { status, headers, body } = bare(problem, environment)
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  socket.on('error', () => undefined)
  socket.end(`HTTP/1.1 ${status} ${problem.title}\r\n${head.join('\r\n')}\r\n\r\n${body}`)
}

function bare(problem: Problem, environment: Environment) {
  const id = newId()
  const body = JSON.stringify(problemBody(problem, id))
  return {
    status: problem.status,
    headers: {
      ...standingHeaders(environment),
      'content-type': 'application/problem+json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      'x-request-id': id,
      connection: 'close',
    },
    body,
  }
}
