import { chmodSync, rmSync } from 'node:fs'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { answerClientError, guardRequests, nodeHttp } from '../bare-http.ts'
import { sql } from '../db/sql.ts'
import { Problem, problemBody } from '../errors.ts'
import { newId } from '../ids.ts'
import { knownPaths, methodNotAllowed } from '../known-paths.ts'
import { logSparsely } from '../log.ts'
import { sweepPages } from './card-page.ts'
import { serveCardPages } from './serve-card-pages.ts'
import { serveClock } from './serve-clock.ts'
import { serveQuestions } from './serve-questions.ts'
import type { VaultContext } from './vault-context.ts'
import { readBodiesWiped } from './wiped-body.ts'

/** Largest body on either side: a card, or a hundred card names to shred. */
const BODY_BYTES_MAX = 32 * 1024
const SWEEP_EVERY_MS = 1_000

/** Starts the vault: the public card pages on their own origin, and the main side's questions on a unix socket. */
export async function startVault(vault: VaultContext): Promise<{ close(): Promise<void> }> {
  const { config, clock } = vault
  await clock.look()
  const pages = createServer(vault)
  serveCardPages(pages, vault)
  const questions = createServer(vault)
  serveQuestions(questions, vault)
  serveClock(questions, vault)
  serveHealth(questions, pages, vault)

  // A socket file that a killed vault left behind; a living one would hold the data folder's lock.
  rmSync(config.vaultSocket, { force: true })
  await questions.listen({ path: config.vaultSocket })
  chmodSync(config.vaultSocket, 0o600)
  await pages.listen({ port: config.vaultPort, host: config.host })
  const sweeper = startSweeper(vault)
  return {
    async close() {
      await pages.close()
      await questions.close()
      await sweeper.stop()
    },
  }
}

/** No logger and no error text to the client: neither may ever repeat what came in. */
function createServer({ log }: VaultContext): FastifyInstance {
  const server = fastify({
    logger: false,
    genReqId: () => newId(),
    http: nodeHttp,
    clientErrorHandler: answerClientError,
    frameworkErrors: (_error, request, reply) => sendProblem(reply, request.id, badRequest()),
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: 60_000,
    keepAliveTimeout: 75_000,
    return503OnClosing: false,
  })
  const logFailure = logSparsely(log, 'error', 'request failed', (error) => ({ stack: frames(error) }))
  readBodiesWiped(server, BODY_BYTES_MAX)
  // The strings of a card are let go with its request, not when the connection ends.
  server.addHook('onResponse', async (request) => {
    request.body = undefined
  })
  const known = knownPaths(server)
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  guardRequests(server)
  server.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return
    const allow = known.allow(request)
    if (allow === undefined) throw new Problem('not_found', 'There is nothing at this address.')
    if (request.method !== 'OPTIONS') throw methodNotAllowed(allow)
    return reply.code(204).header('allow', allow).send()
  })
  server.setNotFoundHandler(() => undefined)
  server.setErrorHandler((error: Problem & { statusCode?: number; code?: string }, request, reply) => {
    const problem = toProblem(error)
    if (problem.status === 503) logFailure(error, { route: request.routeOptions.url, code: error.code })
    return sendProblem(reply, request.id, problem)
  })
  return server
}

const badRequest = () =>
  new Problem('bad_request', 'The request cannot be read; see the HTTP it is written in.')

function toProblem(error: { statusCode?: number }): Problem {
  if (error instanceof Problem) return error
  const { statusCode = 500 } = error
  if (statusCode === 413) return new Problem('payload_too_large', 'Send a body of at most 32 KiB.')
  if (statusCode === 415)
    return new Problem(
      'unsupported_media_type',
      'Send `application/json` in UTF-8, without `Content-Encoding`.',
    )
  if (statusCode < 500) return badRequest()
  return new Problem('service_unavailable', 'The vault cannot answer now; nothing was changed. Try again.')
}

/** `outcome` is what the card page's own script reads. */
function sendProblem(reply: FastifyReply, requestId: string, problem: Problem): FastifyReply {
  const outcome = problem.status === 503 ? 'unavailable' : 'invalid'
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .header('x-request-id', requestId)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify({ ...problemBody(problem, requestId), outcome }))
}

/** Where it failed, without the message: a driver's or parser's message may quote its input. */
const frames = ({ stack = '' }: { stack?: string }) =>
  stack.split('\n').filter((line) => /^\s+at /.test(line))

function serveHealth(
  questions: FastifyInstance,
  pages: FastifyInstance,
  { db, network }: VaultContext,
): void {
  const registry = new Registry()
  registry.setDefaultLabels({ role: 'vault' })
  collectDefaultMetrics({ register: registry })
  const counters = new Gauge({
    name: 'jetpay_network_link',
    help: 'Counters of the card network link; late, duplicate and unmatched answers were dropped, never applied',
    labelNames: ['what'],
    registers: [registry],
  })
  questions.get('/metrics', async (_request, reply) => {
    for (const [what, count] of Object.entries(network.counters())) counters.labels(what).set(count)
    return reply.type(registry.contentType).send(await registry.metrics())
  })
  for (const server of [questions, pages]) {
    server.get('/healthz', async () => ({ ok: true }))
    server.get('/readyz', async (_request, reply) => {
      const database = await db.one(sql`select 1`).then(
        () => true,
        () => false,
      )
      const link = network.state() === 'up'
      return reply
        .code(database && link ? 200 : 503)
        .send({ ready: database && link, database, network: link })
    })
  }
}

/** Ends pages past their time, in a chain of timers that `stop` waits for. */
function startSweeper({ db, config, log }: VaultContext): { stop(): Promise<void> } {
  // Longer than a submit can wait for the network, so that a living one is never taken for dead.
  const submitAbandonedMs = 2 * config.networkTimeoutMs + 10_000
  let timer: NodeJS.Timeout
  let sweep = Promise.resolve()
  const schedule = () => {
    timer = setTimeout(() => {
      sweep = sweepPages(db, submitAbandonedMs)
        .catch((error) => log.error({ code: error.code }, 'card pages could not be swept'))
        .then(schedule)
    }, SWEEP_EVERY_MS)
  }
  schedule()
  return {
    async stop() {
      clearTimeout(timer)
      await sweep
      clearTimeout(timer)
    },
  }
}
