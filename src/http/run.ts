import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { type Database, type Db, isTooLong, sql } from '../db/sql.ts'
import { type FieldError, Problem } from '../ground/errors.ts'
import { fieldErrors, invalidFields } from '../ground/field-errors.ts'
import type { Context } from '../process/context.ts'
import { USER_AGENT_MAX } from './audit.ts'
import { auditOf } from './audit-request.ts'
import { type Caller, requireMember, requireScope, type Scope } from './authenticate.ts'
import type { Answer, Endpoint, EndpointRequest } from './endpoint.ts'
import { claim, keepRefusal, keepsKey, readIdempotencyKey } from './idempotency.ts'
import { type IdempotencyKey, keepAnswer, releaseKey } from './idempotency-key.ts'
import { nestedQuery } from './metadata.ts'
import { problemBody, toProblem } from './problem.ts'
import { requireProof, requireSecondFactor } from './proof-of-person.ts'
import { noBody, noQuery, requireDecodable } from './query.ts'
import { isSearch } from './slots.ts'
import { requireStanding } from './standing.ts'
import { storedForm } from './stored-answer.ts'
import { type Timing, timedContext } from './timing.ts'

type Request = EndpointRequest<unknown, unknown, unknown>

/** One request to its answer: scope, input, idempotency key, transaction, handler. Throws Problems. */
export async function runEndpoint(
  endpoint: Endpoint,
  context: Context,
  http: FastifyRequest,
  caller: Caller,
  timing: Timing,
): Promise<Answer> {
  if (!endpoint.anyone && !isOwn(endpoint)) requireSecondFactor(caller)
  if (!endpoint.anyone) requireScope(caller, ...scopesOf(endpoint))
  if (endpoint.alsoScope) requireScope(caller, endpoint.alsoScope)
  requireMember(caller, endpoint)
  if (endpoint.reauthenticate) requireProof(caller)
  if (endpoint.takesMoney) requireStanding(caller)
  const searches = isSearch(endpoint)
  const timedOne = timedContext(searches ? { ...context, db: context.searches } : context, timing)
  const request: Request = {
    context,
    db: timedOne.db,
    caller,
    companyId: caller.company_id,
    ...readInput(endpoint, http),
    requestId: http.id,
    lastEventId: lastEventId(http),
    from: { address: http.ip, userAgent: http.headers['user-agent']?.slice(0, USER_AGENT_MAX) ?? null },
    idempotencyKey: null,
    timing,
  }
  if (searches) return endpoint.handle(request).catch(endpoint.notToNarrow ? tooSlow : tooBroad)
  if (endpoint.method === 'GET') return endpoint.handle(request)

  if (endpoint.anyone) return endpoint.handle(request)
  const { path, query, body } = request
  const said = { operationId: endpoint.operationId, path, query, body }
  // Outside of a company all people would share their keys.
  if (!isOwn(endpoint))
    request.idempotencyKey = readIdempotencyKey(http.headers['idempotency-key'], caller.company_id, said, {
      method: http.method,
      url: http.url,
      rawBody: http.rawBody,
      requestId: http.id,
    })
  if (endpoint.answersSecret && request.idempotencyKey) request.idempotencyKey.seal = context.seal
  return write(endpoint, request, timedOne.db)
}

/** What is a person's own: their sessions and ways to sign in. */
const isOwn = (endpoint: Endpoint) => scopesOf(endpoint)[0]!.startsWith('session:')

/** Asked for several times by every request, which `flat` would make a microsecond of. */
const scopesOf = ({ scope }: Endpoint): readonly Scope[] => (typeof scope === 'string' ? [scope] : scope)

/** A write, as its operation runs it, with its line in the audit log. */
async function write(endpoint: Endpoint, request: Request, db: Database): Promise<Answer> {
  const audit = auditOf(endpoint, request)
  try {
    endpoint.permit?.(request)
    if ((endpoint.runs ?? 'transaction') === 'transaction')
      return await db.transaction(async (db) => {
        const answer = await runInTransaction(endpoint, { ...request, db })
        await audit?.answered(db, answer)
        return answer
      })
    if (audit) await audit.begun(db)
    const run = endpoint.runs === 'itself' ? runByItself : runOutsideTransaction
    const answer = await run(endpoint, request)
    // It is done, whatever becomes of its line: that it was begun is in the log.
    if (audit) await audit.answered(db, answer).catch(() => undefined)
    return answer
  } catch (error) {
    await audit?.refused(db, error).catch(() => undefined)
    throw error
  }
}

/** A search that was ended: the same one would be again, so the client is told to ask for less. */
function tooBroad(error: unknown): never {
  if (!isTooLong(error)) throw error
  throw new Problem(
    'search_too_broad',
    'This search reads too much and was ended. Narrow it: give `contact_id`, or `created_after` and `created_before` that lie closer together, or a longer part of the text.',
    { cause: error },
  )
}

/** One that is not to be narrowed: the same one is answered when there is less to do. */
function tooSlow(error: unknown): never {
  if (!isTooLong(error)) throw error
  throw new Problem('service_unavailable', 'Reading this takes too long right now. Try again.', {
    headers: { 'retry-after': '2' },
    cause: error,
  })
}

/** A browser sends it by itself; what is no event id of ours is left aside, as if it had sent none. */
function lastEventId({ headers }: FastifyRequest): number | undefined {
  const said = headers['last-event-id']
  return typeof said === 'string' && /^\d{1,15}$/.test(said) ? Number(said) : undefined
}

/**
 * A path that is no UUID names nothing (404); a query or body that does not fit names each bad field (422).
 */
function readInput(endpoint: Endpoint, http: FastifyRequest) {
  const path = endpoint.pathSchema.safeParse(http.params)
  if (!path.success) throw new Problem('not_found', 'The identifier in the path is not a UUID of ours.')
  requireDecodable(http.url)
  const errors: FieldError[] = []
  const read = <T>(schema: z.ZodType<T> | undefined, value: unknown): T | undefined => {
    const result = schema?.safeParse(value)
    if (result && !result.success) errors.push(...fieldErrors(result.error))
    return result?.data
  }
  const query = read(endpoint.querySchema ?? noQuery, nestedQuery(http.query))
  const body = read(endpoint.bodySchema ?? noBody, http.body)
  if (errors.length > 0) throw invalidFields(errors)
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
    const refusal = refusalToKeep(error, request)
    if (!refusal) throw error
    await db.run(rollbackToSavepoint)
    return refusal
  })
  await keep(db, idempotencyKey, answer)
  return answer
}

/** The key is claimed first, given back if nothing is to be kept, and holds the answer after. */
async function runOutsideTransaction(endpoint: Endpoint, request: Request): Promise<Answer> {
  const { db, idempotencyKey } = request
  if (!idempotencyKey) return endpoint.handle(request)
  const replay = await claim(db, idempotencyKey)
  if (replay) return { replay }
  const answer = await endpoint.handle(request).catch(async (error) => {
    const refusal = refusalToKeep(error, request)
    if (refusal) return refusal
    await releaseKey(db, idempotencyKey)
    throw error
  })
  await keep(db, idempotencyKey, answer)
  return answer
}

/**
 * The operation claims its key with the intent that it makes durable, and keeps its answer with the outcome.
 * What was refused before that has claimed nothing, and is kept here.
 */
async function runByItself(endpoint: Endpoint, request: Request): Promise<Answer> {
  const { db, idempotencyKey } = request
  if (!idempotencyKey) return endpoint.handle(request)
  return endpoint.handle(request).catch(async (error) => {
    const refusal = refusalToKeep(error, request)
    if (!refusal) throw error
    const stored = storedForm(refusal, request.requestId)
    const kept = await keepRefusal(db, idempotencyKey, stored)
    // Its own answer, now or when its outcome became durable: a request's id is in no other.
    if (kept.text === stored.text) return refusal
    return { replay: kept }
  })
}

type BodyToPrint = { status: number; body: unknown }

/** The refusal that the error is, if it is one that a key keeps. */
function refusalToKeep(error: unknown, { requestId }: Request): BodyToPrint | undefined {
  const problem = toProblem(error)
  // What is said of the key itself is no answer under it.
  if (!keepsKey(problem.status) || problem.code.startsWith('idempotency_')) return undefined
  return { status: problem.status, body: problemBody(problem, requestId) }
}

const keep = async (db: Db, key: IdempotencyKey, answer: Answer) =>
  'body' in answer ? keepAnswer(db, key, storedForm(answer, key.requestId)) : 0

const savepoint = sql`savepoint before_effect`
const rollbackToSavepoint = sql`rollback to savepoint before_effect`
