import type { AddressInfo } from 'node:net'
import fastify, { type FastifyReply } from 'fastify'
import type { Registry } from 'prom-client'
import { answerHeaders } from './answer-headers.ts'
import { answerClientError, answerUnknown, nodeHttp } from './bare-http.ts'
import type { Environment } from './config.ts'
import { openDrain } from './drain.ts'
import { Problem, problemBody } from './errors.ts'
import { newId } from './ids.ts'

/**
 * What a process shows its operators, on a listener of its own that is not for the public: `/healthz` (it
 * runs), `/readyz` (it can serve: 200, or 503 with what is missing, or where it is about to stop) and
 * `/metrics` (Prometheus). What is `told` stands on `/readyz` and decides nothing: all processes of a role
 * lack it at the same time, so that a balancer that took them away would have nobody left. It is the last of
 * a process to close.
 */
export async function serveOperations(
  at: { host: string; port: number; environment: Environment },
  registry: Registry,
  checks: Record<string, Check>,
  told: Record<string, Check> = {},
): Promise<{ port: number; leave(): void; close(): Promise<void> }> {
  const server = fastify({
    logger: false,
    bodyLimit: 1_024,
    requestTimeout: 60_000,
    genReqId: () => newId(),
    http: nodeHttp,
    clientErrorHandler: answerClientError(at.environment),
    frameworkErrors: (_error, request, reply) => sendProblem(reply, request.id, unreadable()),
    return503OnClosing: false,
  })
  const drain = openDrain(server)
  let leaving = false
  answerHeaders(server, at.environment)
  answerUnknown(server, at.environment)
  server.setErrorHandler((error, request, reply) =>
    sendProblem(reply, request.id, error instanceof Problem ? error : unreadable()),
  )
  server.get('/healthz', async () => ({ ok: true }))
  server.get('/readyz', async (_request, reply) => {
    const [beside, results] = await Promise.all([outcomesOf(told), outcomesOf(checks)])
    const ready = !leaving && Object.values(results).every(Boolean)
    const stops = leaving ? { stopping: true } : {}
    return reply.code(ready ? 200 : 503).send({ ready, ...stops, ...results, ...beside })
  })
  server.get('/metrics', async (_request, reply) =>
    reply.header('content-type', registry.contentType).send(await registry.metrics()),
  )
  await server.listen({ host: at.host, port: at.port })
  return {
    port: (server.server.address() as AddressInfo).port,
    /** From now on it says that it is not ready. */
    leave() {
      leaving = true
    },
    close: drain.close,
  }
}

type Check = () => Promise<boolean>

async function outcomesOf(checks: Record<string, Check>): Promise<Record<string, boolean>> {
  const outcomes = Object.entries(checks).map(
    async ([name, check]) => [name, await check().catch(() => false)] as const,
  )
  return Object.fromEntries(await Promise.all(outcomes))
}

const unreadable = () =>
  new Problem('bad_request', 'The request cannot be read; ask for /healthz, /readyz or /metrics.')

const sendProblem = (reply: FastifyReply, requestId: string, problem: Problem) =>
  reply
    .code(problem.status)
    .headers(problem.headers)
    .header('x-request-id', requestId)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemBody(problem, requestId)))
