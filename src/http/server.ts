import { Readable } from 'node:stream'
import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { logAccess } from '../ground/access-log.ts'
import { addressOf } from '../ground/address.ts'
import { answerHeaders } from '../ground/answer-headers.ts'
import { answerClientError, guardRequests, nodeHttp } from '../ground/bare-http.ts'
import { Problem } from '../ground/errors.ts'
import { type KnownPaths, knownPaths, methodNotAllowed } from '../ground/known-paths.ts'
import { followCertificate, httpsOptions } from '../ground/listen-tls.ts'
import { logSparsely } from '../ground/log.ts'
import { requestIds } from '../ground/request-id.ts'
import type { Context } from '../process/context.ts'
import { admitCallers } from './admit.ts'
import { attachmentHeaders } from './attachment.ts'
import { NO_COMPANY } from './authenticate.ts'
import { acceptJson, BODY_BYTES_MAX } from './body.ts'
import { type Crowd, openCrowd } from './crowd.ts'
import type { Answer, Endpoint } from './endpoint.ts'
import { sendStream } from './event-stream.ts'
import { problemBody, toProblem } from './problem.ts'
import { openRequestLog } from './request-log.ts'
import { runEndpoint } from './run.ts'
import type { SessionDoor } from './session-door.ts'
import { shareCounts } from './shared-counts.ts'
import { openSlots } from './slots.ts'
import { serverTiming, startTiming, type Timing } from './timing.ts'
import { traceRequest } from './trace-request.ts'

declare module 'fastify' {
  interface FastifyRequest {
    timing: Timing
    /** The text of the problem that it was told; null where it was told none. */
    told: string | null
  }
  interface FastifyInstance {
    known: KnownPaths
  }
}

/** Rate limits count over this window. */
const RATE_WINDOW_MS = 10_000

/** Node's own limit for the request line and all headers. */
const HEADERS_BYTES_MAX = 16 * 1024

/**
 * An HTTP server with our errors, ids and headers. Routes are added by `serveEndpoints` and by the role
 * itself.
 */
export function createServer(context: Context): FastifyInstance {
  const server = fastify({
    logger: false,
    http: nodeHttp,
    ...httpsOptions(context.config.listenTls, nodeHttp),
    bodyLimit: BODY_BYTES_MAX,
    trustProxy: context.config.trustedProxies.map(({ address, prefix }) => `${address}/${prefix}`),
    genReqId: requestIds(context.config.trustedProxies),
    // An identifier that is too long is answered like any other that is none of ours, not by the router.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: HEADERS_BYTES_MAX },
    frameworkErrors: (error, request, reply) => sendProblem(request, reply, toProblem(error)),
    clientErrorHandler: answerClientError(context.config.environment),
    requestTimeout: 60_000,
    // Longer than the usual idle timeout of a load balancer, so that it is never us who closes a connection
    // in use.
    keepAliveTimeout: 75_000,
    // What is still asked of a server that stops is answered (`ground/drain.ts`).
    return503OnClosing: false,
  }) as FastifyInstance
  followCertificate(server.server, context.config.listenTls, ({ message }) =>
    context.log.error({ reason: message }, 'a certificate that was renewed cannot be shown'),
  )
  acceptJson(server)
  answerHeaders(server, context.config.environment)
  server.decorateRequest('timing')
  server.decorateRequest('told', null)
  server.decorate('known', knownPaths(server))
  shareCounts(server, context)
  // Hooks of every request call back: each that is async would be a promise and a turn of its own.
  server.addHook('onRequest', (request, reply, done) => {
    request.timing = startTiming()
    reply.header('x-request-id', request.id)
    done()
  })
  guardRequests(server, context.config.environment)
  logAccess(server, context, whose)
  server.addHook('onSend', (request, reply, _payload, done) => {
    reply.header('server-timing', serverTiming(request.timing))
    done()
  })
  const logFailure = logSparsely(context.log, 'error')
  const hungUp = 'a client hung up before its request was whole'
  const logHangUp = logSparsely(context.log, 'info', hungUp, () => ({}))
  server.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error)
    if (request.raw.destroyed && !request.raw.complete) {
      logHangUp(problem, { requestId: request.id })
    } else if (problem.status >= 500 && problem.status !== 504) {
      logFailure(problem, { requestId: request.id })
    }
    sendProblem(request, reply, problem)
  })
  return server
}

/**
 * Serves the endpoints, each under its path and aliases, behind rate limit and a bound on requests at once.
 * `door`: for people who are signed in.
 */
export async function serveEndpoints(
  server: FastifyInstance,
  context: Context,
  endpoints: Endpoint[],
  door?: SessionDoor,
): Promise<void> {
  const { config, metrics } = context
  const slots = openSlots(config)
  const requestLog = openRequestLog(context)
  server.addHook('onClose', () => requestLog.close())

  async function respond(
    endpoint: Endpoint,
    crowd: Crowd,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const caller = request.caller!
    const leaveSlot = await slots.take(endpoint, caller)
    const leaveCrowd = crowd.enter(caller.company_id)
    const leave = () => {
      leaveSlot()
      leaveCrowd()
    }
    try {
      const answer = await runEndpoint(endpoint, context, request, caller, request.timing)
      if ('stream' in answer) {
        leave()
        sendStream(request, reply, answer, endpoint.scope)
        return
      }
      sendAnswer(request, reply, answer)
      // A file is still being made while it is sent.
      if ('csv' in answer && !reply.raw.closed) reply.raw.once('close', leave)
      else leave()
    } catch (error) {
      leave()
      throw error
    }
  }

  await server.register(async (api) => {
    await api.register(rateLimit, {
      max: (config.rateLimitPerSecond * RATE_WINDOW_MS) / 1000,
      timeWindow: RATE_WINDOW_MS,
      store: server.countIn('token'),
      enableDraftSpec: true,
      // By the token that was found, however it was spelled, so that one client cannot use up another's
      // share. Nobody's: by address.
      keyGenerator: (request) => request.caller?.token_id ?? addressOf(request),
      errorResponseBuilder: (_request, { after }) =>
        new Problem('rate_limited', `Slow down: this token made too many requests; wait ${after}.`),
    })
    // Counted as every request is, and refused before a body of it is read.
    const count = api.rateLimit()
    api.addHook('onRequest', async function (request, reply) {
      const { known } = server
      const allow = request.is404 ? known.allow(request) : known.allowInPlaceOfParameter(request)
      if (!request.is404 && allow === undefined) return
      await count.call(this, request, reply)
      if (allow === undefined)
        throw new Problem(
          'not_found',
          `There is no ${request.method} ${request.url.split('?')[0]}; see /docs.`,
        )
      if (request.method !== 'OPTIONS') throw methodNotAllowed(allow)
      return reply.code(204).header('allow', allow).send()
    })
    api.setNotFoundHandler(() => undefined)
    admitCallers(api, context, door)
    for (const endpoint of endpoints) {
      const crowd = openCrowd()
      for (const path of [endpoint.path, ...(endpoint.aliases ?? [])]) {
        api.route({
          method: endpoint.method,
          url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
          bodyLimit: endpoint.bodyBytesMax ?? BODY_BYTES_MAX,
          config: { anyone: endpoint.anyone ?? false },
          // At the door, before a body is read: what is refused must cost little.
          onRequest: async (request) => {
            const { caller, timing } = request
            const { company_id: company } = caller!
            if (context.traces) timing.span = traceRequest(context.traces, endpoint.operationId, request)
            slots.requireRoom(company)
            crowd.requireRoom(company)
            timing.waits = crowd.waits
          },
          onResponse: (request, reply, done) => {
            metrics.requestSeconds
              .labels(endpoint.operationId, String(reply.statusCode))
              .observe((performance.now() - request.timing.startedAt) / 1000)
            request.timing.span?.end(
              { 'http.response.status_code': reply.statusCode },
              reply.statusCode >= 500,
            )
            requestLog.note(endpoint.operationId, request, reply, request.told)
            done()
          },
          // Returns nothing that the framework would wait for until the answer has left: it is sent.
          handler: (request, reply) => {
            respond(endpoint, crowd, request, reply).catch((error: Error) => reply.send(error))
          },
        })
      }
    }
  })
}

/** Who asked, as the log names them: ids, and no names. */
function whose({ caller, timing }: FastifyRequest): object {
  if (!caller || caller.actor.kind === 'nobody') return {}
  const companyId = caller.company_id === NO_COMPANY ? null : caller.company_id
  const traceId = timing.span?.traceId
  const trace = traceId === undefined ? {} : { traceId }
  return caller.actor.kind === 'user'
    ? { companyId, userId: caller.actor.userId, ...trace }
    : { companyId, tokenId: caller.token_id, ...trace }
}

function sendAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Exclude<Answer, { stream: unknown }>,
): void {
  if ('file' in answer) {
    reply.headers(attachmentHeaders(answer)).send(answer.file)
    return
  }
  if ('csv' in answer) {
    reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${answer.fileName}"`)
      .send(Readable.from(answer.csv))
    return
  }
  if ('replay' in answer) reply.header('idempotent-replayed', 'true')
  if ('headers' in answer) reply.headers(answer.headers)
  const [status, text] =
    'replay' in answer
      ? [answer.replay.status, answer.replay.text]
      : 'json' in answer
        ? [200, answer.json]
        : [answer.status ?? 200, JSON.stringify(answer.body)]
  if (status >= 400) request.told = text
  reply
    .code(status)
    .header('content-type', status < 400 ? 'application/json; charset=utf-8' : 'application/problem+json')
    .send(text)
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): void {
  const text = JSON.stringify(problemBody(problem, request.id))
  request.told = text
  reply
    .code(problem.status)
    .headers(problem.headers)
    // Also where no hook has run, because the router could not read the path.
    .header('x-request-id', request.id)
    .header('content-type', 'application/problem+json')
    .send(text)
}
