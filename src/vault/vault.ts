import { chmodSync, rmSync } from 'node:fs'
import fastify, { type FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { sql } from '../db/sql.ts'
import { logSparsely } from '../log.ts'
import { sweepPages } from './card-page.ts'
import { serveCardPages } from './serve-card-pages.ts'
import { serveClock } from './serve-clock.ts'
import { serveQuestions } from './serve-questions.ts'
import type { VaultContext } from './vault-context.ts'

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
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: 60_000,
    keepAliveTimeout: 75_000,
  })
  const logFailure = logSparsely(log, 'error', 'request failed', (error) => ({ stack: frames(error) }))
  server.setErrorHandler((error: Error & { statusCode?: number; code?: string }, request, reply) => {
    const status = error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 503
    if (status === 503) logFailure(error, { route: request.routeOptions.url, code: error.code })
    return reply.code(status).send({ outcome: status === 503 ? 'unavailable' : 'invalid' })
  })
  return server
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
