import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Context } from '../context.ts'
import { type Db, sql } from '../db/sql.ts'
import { type FieldError, Problem } from '../errors.ts'
import { type Caller, requireScope } from './authenticate.ts'
import type { Answer, Endpoint, EndpointRequest } from './endpoint.ts'
import { claim, type IdempotencyKey, keepAnswer, readIdempotencyKey, releaseKey } from './idempotency.ts'
import { fieldErrors, problemBody, toProblem } from './problem.ts'
import { type Timing, timedDb } from './timing.ts'

type Request = EndpointRequest<unknown, unknown, unknown>

/** One request to its answer: scope, input, idempotency key, transaction, handler. Throws Problems. */
export async function runEndpoint(
  endpoint: Endpoint,
  context: Context,
  http: FastifyRequest,
  caller: Caller,
  timing: Timing,
): Promise<Answer> {
  requireScope(caller, ...[endpoint.scope].flat())
  if (endpoint.alsoScope) requireScope(caller, endpoint.alsoScope)
  const request: Request = {
    context,
    db: timedDb(context.db, timing),
    caller,
    companyId: caller.company_id,
    ...readInput(endpoint, http),
    requestId: http.id,
    idempotencyKey: null,
    timing,
  }
  if (endpoint.method === 'GET') return endpoint.handle(request)

  request.idempotencyKey = readIdempotencyKey(http.headers['idempotency-key'], caller.company_id, {
    method: http.method,
    path: http.url,
    rawBody: http.rawBody,
  })
  if (endpoint.answersSecret && request.idempotencyKey) request.idempotencyKey.seal = context.seal
  if (endpoint.runs === 'itself') return endpoint.handle(request)
  if (endpoint.runs === 'network') return runOutsideTransaction(endpoint, request)
  return context.db.transaction((db) => runInTransaction(endpoint, { ...request, db: timedDb(db, timing) }))
}

/** A path that is no UUID names nothing (404); a query or body that does not fit names each bad field (422). */
function readInput(endpoint: Endpoint, http: FastifyRequest) {
  const path = endpoint.pathSchema.safeParse(http.params)
  if (!path.success) throw new Problem('not_found', 'The identifier in the path is not a UUID of ours.')
  const errors: FieldError[] = []
  const read = <T>(schema: z.ZodType<T> | undefined, value: unknown): T | undefined => {
    const result = schema?.safeParse(value)
    if (result && !result.success) errors.push(...fieldErrors(result.error))
    return result?.data
  }
  const query = read(endpoint.querySchema, http.query)
  const body = read(endpoint.bodySchema, http.body)
  if (errors.length > 0) {
    const fields = [...new Set(errors.map((error) => error.path || 'body'))].join(', ')
    throw new Problem('validation_failed', `Correct these fields: ${fields}.`, { errors })
  }
  return { path: path.data, query, body }
}

/** The effect and the stored answer commit together; a second request with the key waits for that commit. */
async function runInTransaction(endpoint: Endpoint, request: Request): Promise<Answer> {
  const { db, idempotencyKey } = request
  if (!idempotencyKey) return endpoint.handle(request)
  const replay = await claim(db, idempotencyKey)
  if (replay) return { replay }
  await db.run(savepoint)
  const answer = await endpoint.handle(request).catch(async (error) => {
    const problem = toProblem(error)
    // What a token may not do another one may: a refusal of that kind is no answer to keep.
    if (problem.status >= 500 || problem.code === 'forbidden') throw error
    await db.run(rollbackToSavepoint)
    return { status: problem.status, body: problemBody(problem, request.requestId) }
  })
  await keep(db, idempotencyKey, answer)
  return answer
}

/** The key is claimed first, given back if nothing came of it, and holds the answer after. */
async function runOutsideTransaction(endpoint: Endpoint, request: Request): Promise<Answer> {
  const { db, idempotencyKey } = request
  if (!idempotencyKey) return endpoint.handle(request)
  const replay = await claim(db, idempotencyKey)
  if (replay) return { replay }
  const answer = await endpoint.handle(request).catch(async (error) => {
    await releaseKey(db, idempotencyKey)
    throw error
  })
  await keep(db, idempotencyKey, answer)
  return answer
}

const keep = async (db: Db, key: IdempotencyKey, answer: Answer) =>
  'body' in answer
    ? keepAnswer(db, key, { status: answer.status ?? 200, text: JSON.stringify(answer.body) })
    : 0

const savepoint = sql`savepoint before_effect`
const rollbackToSavepoint = sql`rollback to savepoint before_effect`
