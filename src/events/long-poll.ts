import type { FastifyInstance } from 'fastify'
import { sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import type { Context } from '../process/context.ts'

/**
 * Requests that may wait at a time, in one process and for one company: each holds a connection and a slot.
 */
const WAITING_MAX = 500
const WAITING_OF_COMPANY_MAX = 20

/** How often the heads of all companies with waiting requests are read, in one statement. */
const LOOK_EVERY_MS = 50

/** A stream is bounded for as long as it is open (follow-events.ts), a request while it waits. */
type Kind = 'request' | 'stream'

/** `wake` ends the wait; with false the request is over too. */
type Waiter = { kind: Kind; companyId: string; after: bigint; wake(goOn: boolean): void }

/** Requests by id. Kept beside the context, since a process has one of each. */
type CompanyWaiters = { byRequest: Map<string, Waiter>; looking: boolean; closed: boolean }
const waitingOf = new WeakMap<Context, CompanyWaiters>()

function of(context: Context): CompanyWaiters {
  let waiting = waitingOf.get(context)
  if (!waiting) {
    waiting = { byRequest: new Map(), looking: false, closed: false }
    waitingOf.set(context, waiting)
  }
  return waiting
}

/**
 * Waits until the company has an event after this one or `ms` have passed: true. False at once when the
 * client leaves or the server closes. 429 or 503 when too many wait already.
 */
export async function waitForEvent(
  context: Context,
  requestId: string,
  companyId: string,
  after: bigint,
  ms: number,
  kind: Kind = 'request',
): Promise<boolean> {
  const waiting = of(context)
  if (waiting.closed) return false
  const { byRequest } = waiting
  if (kind === 'request') requireRoom([...byRequest.values()], companyId)

  const { promise, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(resolve, ms, true)
  byRequest.set(requestId, { kind, companyId, after, wake: resolve })
  if (!waiting.looking) void look(context, waiting)
  const goOn = await promise
  clearTimeout(timer)
  byRequest.delete(requestId)
  return goOn
}

function requireRoom(waiters: Waiter[], companyId: string): void {
  const requests = waiters.filter(({ kind }) => kind === 'request')
  if (requests.length >= WAITING_MAX) throw tooMany('service_unavailable')
  if (requests.filter((waiter) => waiter.companyId === companyId).length >= WAITING_OF_COMPANY_MAX)
    throw tooMany('rate_limited')
}

/** Looks as long as anyone waits. A database that is down wakes all: their own statements then say so. */
async function look({ db }: Context, waiting: CompanyWaiters): Promise<void> {
  waiting.looking = true
  while (waiting.byRequest.size > 0) {
    const waiters = [...waiting.byRequest.values()]
    const companies = [...new Set(waiters.map((waiter) => waiter.companyId))]
    const heads = await db
      .many<{ company_id: string; last_event_id: bigint }>(
        sql`select company_id, last_event_id from event_heads where company_id = any(${companies})`,
      )
      .catch(() => undefined)
    const newest = new Map(heads?.map((head) => [head.company_id, head.last_event_id]))
    for (const { companyId, after, wake } of waiters) {
      if (!heads || (newest.get(companyId) ?? 0n) > after) wake(true)
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  waiting.looking = false
}

/** Ends waits at once when their client leaves or the server closes. Call it before routes are added. */
export function endWaits(server: FastifyInstance, context: Context): void {
  server.addHook('onRequestAbort', async (request) => of(context).byRequest.get(request.id)?.wake(false))
  server.addHook('preClose', async () => {
    const waiting = of(context)
    waiting.closed = true
    for (const { wake } of waiting.byRequest.values()) wake(false)
  })
}

const tooMany = (code: 'rate_limited' | 'service_unavailable') =>
  new Problem(code, 'Too many requests wait for events; end some, or ask again without `wait`.', {
    headers: { 'retry-after': '1' },
  })
