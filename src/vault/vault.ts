import { hostname } from 'node:os'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { sql } from '../db/sql.ts'
import { logAccess } from '../ground/access-log.ts'
import { answerHeaders } from '../ground/answer-headers.ts'
import { answerClientError, answerUnknown, nodeHttp } from '../ground/bare-http.ts'
import { boundConnections } from '../ground/connections.ts'
import { openDrain } from '../ground/drain.ts'
import { Problem, problemBody } from '../ground/errors.ts'
import { newId } from '../ground/ids.ts'
import { followCertificate, httpsOptions } from '../ground/listen-tls.ts'
import { logSparsely } from '../ground/log.ts'
import { serveOperations } from '../ground/operations.ts'
import { ownAccount } from '../ground/own-account.ts'
import { requestIds } from '../ground/request-id.ts'
import { spokenFor } from './acceptors.ts'
import { startEnrolling } from './account-updates/enrol-accounts.ts'
import { startTakingUpdates } from './account-updates/take-update-files.ts'
import { sweepUpdateMessages } from './account-updates/take-update-message.ts'
import { openUpdateFolder } from './account-updates/update-folder.ts'
import { openAnswers } from './answer-question.ts'
import { appendAudit } from './audit/append-audit.ts'
import { startAuditKeeper } from './audit/keep-audit.ts'
import { openRefusals } from './audit/note-refusals.ts'
import { sweepPages } from './card-page.ts'
import { readDataKeys } from './data-keys.ts'
import { lookAgain } from './look-again.ts'
import { startRotations } from './rotate/work-off-rotations.ts'
import { serveCardPages } from './serve-card-pages.ts'
import { serveClock } from './serve-clock.ts'
import { openDoor } from './serve-door.ts'
import { serveQuestions } from './serve-questions.ts'
import { stackFrames } from './stack-frames.ts'
import { isTicketOfOurs } from './ticket.ts'
import { serveTransfers } from './transfer/serve-transfers.ts'
import { sweepTransfers } from './transfer/transfer.ts'
import type { VaultContext } from './vault-context.ts'
import { sweepVelocity } from './velocity/admit.ts'
import { readBodiesWiped } from './wiped-body.ts'

/** Largest body of a card page, which is a card. */
const BODY_BYTES_MAX = 32 * 1024
const SWEEP_EVERY_MS = 1_000
const NO_RENEWAL = 'a certificate that was renewed cannot be shown'

/**
 * Starts the vault: the public card pages on their own origin, and the main side's questions on a unix
 * socket.
 */
export async function startVault(vault: VaultContext): Promise<{ leave(): void; close(): Promise<void> }> {
  const { config, clock } = vault
  await clock.look()
  const audit = startAuditKeeper(vault)
  const pages = createServer(vault)
  const drain = openDrain(pages)
  boundConnections(pages, vault.log, ({ params }) =>
    isTicketOfOurs(vault.keys, (params as { ticket?: unknown } | undefined)?.ticket),
  )
  await serveCardPages(pages, vault)
  const refusals = openRefusals(vault.db, vault.log)
  const { answer, ask } = openAnswers(vault.log, refusals)
  // No other process, nor this one started again, has it.
  const ownId = newId()
  await noteStart(vault, ownId)
  serveQuestions(answer, vault, ownId)
  serveTransfers(answer, vault)
  serveClock(answer, vault)
  let leaving = false
  const speaks_for = spokenFor(config)
  answer('ready', async () => ({ ready: await isReady(vault), stopping: leaving, speaks_for }))
  pages.get('/healthz', async () => ({ ok: true }))

  const door = await openDoor(vault, ownId, ask, refusals)
  await pages.listen({ port: config.vaultPort, host: config.host })
  const operations = await showOperations(vault)
  const sweeper = startSweeper(vault)
  const leave = () => {
    leaving = true
    operations.leave()
    drain.leave()
  }
  const rotations = startRotations(vault)
  const enrolling = config.networkEnrolment === 'on' ? startEnrolling(vault) : null
  const folder = openUpdateFolder(config.accountUpdateFolder)
  const updates = startTakingUpdates({ ...vault, folder, acquirerId: config.acceptor.acquirerId })
  return {
    leave,
    async close() {
      leave()
      await Promise.all([drain.close(), door.close()])
      await operations.close()
      await sweeper.stop()
      await rotations.stop()
      await updates.stop()
      await enrolling?.stop()
      await refusals.close()
      await audit.stop()
      // A database that is away must not hold up a stop: that it ended is then what the next start shows.
      await appendAudit(vault.db, { do: 'vault.stop', by: 'vault', vault: ownId }).catch(() => undefined)
    },
  }
}

/**
 * That it starts, and which keys it has had unwrapped by which. Without the line it does not start: it could
 * charge nothing.
 */
async function noteStart({ db }: VaultContext, ownId: string): Promise<void> {
  const keys = (await readDataKeys(db)).map(({ data_key_id, kek_id, provider }) => ({
    key: data_key_id,
    by: kek_id,
    provider,
  }))
  await appendAudit(
    db,
    { do: 'vault.start', by: ownAccount(), vault: ownId, host: hostname() },
    { do: 'key.use', by: 'vault', what: 'unwrap', keys },
  )
}

/** No logger and no error text to the client: neither may ever repeat what came in. */
function createServer({ log, config }: VaultContext): FastifyInstance {
  const server = fastify({
    logger: false,
    genReqId: requestIds(config.trustedProxies),
    http: nodeHttp,
    ...httpsOptions(config.listenTls, nodeHttp),
    clientErrorHandler: answerClientError(config.environment),
    frameworkErrors: (_error, request, reply) => sendProblem(reply, request.id, badRequest()),
    bodyLimit: BODY_BYTES_MAX,
    trustProxy: config.trustedProxies.map(({ address, prefix }) => `${address}/${prefix}`),
    requestTimeout: 60_000,
    keepAliveTimeout: 75_000,
    return503OnClosing: false,
  }) as FastifyInstance
  followCertificate(server.server, config.listenTls, ({ message }) =>
    log.error({ reason: message }, NO_RENEWAL),
  )
  const logFailure = logSparsely(log, 'error', 'request failed', (error) => ({ stack: stackFrames(error) }))
  readBodiesWiped(server, BODY_BYTES_MAX)
  answerHeaders(server, config.environment)
  // The strings of a card are let go with its request, not when the connection ends.
  server.addHook('onResponse', async (request) => {
    request.body = undefined
  })
  logAccess(server, { log, config })
  answerUnknown(server, config.environment)
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

const databaseAnswers = ({ db }: VaultContext) =>
  db.one(sql`select 1`).then(
    () => true,
    () => false,
  )
const isReady = async (vault: VaultContext) => vault.network.reachable() && (await databaseAnswers(vault))

function showOperations(vault: VaultContext) {
  const { config, network, metrics } = vault
  return serveOperations(
    { host: config.metricsHost, port: config.vaultMetricsPort, environment: config.environment },
    metrics.registry,
    { database: () => databaseAnswers(vault), network: async () => network.reachable() },
  )
}

/** Ends pages past their time, in a chain of timers that `stop` waits for. */
function startSweeper({ db, config, log }: VaultContext): { stop(): Promise<void> } {
  // Longer than a submit can wait for the network, so that a living one is never taken for dead.
  const submitAbandonedMs = 2 * config.networkTimeoutMs + 10_000
  return lookAgain(SWEEP_EVERY_MS, () =>
    sweepPages(db, submitAbandonedMs)
      .then(() => sweepVelocity(db, submitAbandonedMs))
      .then(() => sweepTransfers(db))
      .then(() => sweepUpdateMessages(db))
      .catch((error) => log.error({ code: error.code }, 'card pages could not be swept')),
  )
}
