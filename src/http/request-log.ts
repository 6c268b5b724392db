/**
 * What companies have asked of the API, written behind the requests: many rows in one statement, by a writer
 * that no request waits for. It may lose rows (a process that dies, a database that cannot follow) and says
 * so where it knows (`request_log_gaps`). docs/request-log.md, ADR 35.
 */
import { hash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { logSparsely } from '../ground/log.ts'
import { givenRequestId } from '../ground/request-id.ts'
import type { Context } from '../process/context.ts'
import { NO_COMPANY } from './authenticate.ts'
import { loggedAgent, loggedPath, loggedProblem, loggedQuery } from './redact-request.ts'

/** Rows of one statement: so many share its cost, and a request is in the log half a second later. */
const ROWS_AT_ONCE = 400
const WITHIN_MS = 500
/** Rows that wait in a process: some seconds of all that it can answer, 5 MB. What comes beyond is lost. */
const WAITING_MAX = 10_000
/** Companies whose losses a process can tell apart until they are written. */
const LOSERS_MAX = 1_000

type Row = {
  company_id: string
  request_id: string
  proxy_request_id: string | null
  at: Date
  method: string
  path: string
  query: string | null
  operation: string
  status: number
  problem: string | null
  duration_us: number
  token_id: string | null
  user_id: string | null
  address: string
  user_agent: string | null
  key: string | null
  replayed: boolean
}
type Loss = { from: Date; through: Date; lost: number }

export type RequestLog = {
  /** Notes a request that has been answered. `problem`: the text of the problem that it was told, if any. */
  note(operation: string, request: FastifyRequest, reply: FastifyReply, problem: string | null): void
  /** Writes what waits. */
  close(): Promise<void>
}

/** The writer of one process. */
export function openRequestLog({ db, clock, log }: Pick<Context, 'db' | 'clock' | 'log'>): RequestLog {
  let waiting: Row[] = []
  const losses = new Map<string, Loss>()
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> | undefined
  const logLoss = logSparsely(log, 'warn', 'requests are missing in the request log')

  function lose(companyId: string, at: Date, error: Error): void {
    const known = losses.get(companyId)
    if (known) {
      known.through = at
      known.lost += 1
    } else if (losses.size < LOSERS_MAX) losses.set(companyId, { from: at, through: at, lost: 1 })
    logLoss(error, {})
  }

  /** One statement at a time: a database that is slow gets no crowd of them. */
  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const rows = waiting.slice(0, ROWS_AT_ONCE)
      waiting = waiting.slice(ROWS_AT_ONCE)
      try {
        await insertRows(db, rows)
      } catch (error) {
        for (const { company_id, at } of rows) lose(company_id, at, error as Error)
        // What else waits does so until the next time, or is lost where too much does.
        return
      }
    }
    if (losses.size === 0) return
    const told = [...losses]
    losses.clear()
    await insertGaps(db, told).catch(() => {
      for (const [companyId, loss] of told) if (!losses.has(companyId)) losses.set(companyId, loss)
    })
  }

  function flush(): void {
    clearTimeout(timer)
    timer = undefined
    writing ??= write().finally(() => {
      writing = undefined
      if (waiting.length > 0) wake()
    })
  }

  function wake(): void {
    if (waiting.length >= ROWS_AT_ONCE && !writing) flush()
    else timer ??= setTimeout(flush, WITHIN_MS).unref()
  }

  return {
    note(operation, request, reply, problem) {
      const { caller, headers, url } = request
      // What people ask outside of a company is in no company's log.
      if (!caller || caller.company_id === NO_COMPANY) return
      const { actor } = caller
      const at = clock.now()
      if (waiting.length >= WAITING_MAX) return lose(caller.company_id, at, FULL)
      const search = url.indexOf('?')
      const key = headers['idempotency-key']
      const isProxys = givenRequestId(headers) === request.id
      waiting.push({
        company_id: caller.company_id,
        // What a proxy gave has no order, and pages of the log go by it.
        request_id: isProxys ? newId() : request.id,
        proxy_request_id: isProxys ? request.id : null,
        at,
        method: request.method,
        path: loggedPath(search < 0 ? url : url.slice(0, search)),
        query: search < 0 ? null : loggedQuery(url.slice(search + 1)),
        operation,
        status: reply.statusCode,
        problem: problem === null ? null : loggedProblem(problem),
        duration_us: Math.round((performance.now() - request.timing.startedAt) * 1000),
        token_id: actor.kind === 'user' ? null : caller.token_id,
        user_id: actor.kind === 'user' ? actor.userId : null,
        address: request.ip,
        user_agent: headers['user-agent'] === undefined ? null : loggedAgent(headers['user-agent']),
        key: typeof key === 'string' ? key : null,
        replayed: reply.getHeader('idempotent-replayed') !== undefined,
      })
      wake()
    },
    async close() {
      clearTimeout(timer)
      await writing
      await write()
    },
  }
}

const FULL = new Error('too many wait to be written')

/**
 * Not waited for by the disk (`synchronous_commit`): a crash of the server may lose the last moments of a log
 * that promises nothing. Columns, which the database reads in half of the time that it takes for JSON.
 */
function insertRows(db: Db, rows: Row[]): Promise<number> {
  const column = <T>(of: (row: Row) => T) => rows.map(of)
  return db.run(sql`
    with hurry as materialized (select set_config('synchronous_commit', 'off', true) as set)
    insert into request_log (company_id, request_id, proxy_request_id, slot, at, method, path, query, operation, status,
      problem, duration_us, token_id, user_id, address, user_agent, idempotency_key_hash, replayed)
    select r.company_id, r.request_id, r.proxy_request_id, ring.slot, r.at, r.method, r.path, r.query, r.operation,
      r.status, r.problem, r.duration_us, r.token_id, r.user_id, r.address, r.user_agent, r.key, r.replayed
    from hurry, request_log_ring ring, unnest(
      ${column((r) => r.company_id)}::uuid[], ${column((r) => r.request_id)}::uuid[],
      ${column((r) => r.proxy_request_id)}::uuid[],
      ${column((r) => r.at.toISOString())}::timestamptz[], ${column((r) => r.method)}::text[],
      ${column((r) => r.path)}::text[], ${column((r) => r.query)}::text[], ${column((r) => r.operation)}::text[],
      ${column((r) => r.status)}::smallint[], ${column((r) => r.problem)}::jsonb[],
      ${column((r) => r.duration_us)}::integer[], ${column((r) => r.token_id)}::uuid[],
      ${column((r) => r.user_id)}::uuid[], ${column((r) => r.address)}::text[],
      ${column((r) => r.user_agent)}::text[], ${column((r) => (r.key === null ? null : hashOfKey(r.key)))}::bytea[],
      ${column((r) => r.replayed)}::boolean[]
    ) as r (company_id, request_id, proxy_request_id, at, method, path, query, operation, status, problem,
      duration_us, token_id, user_id, address, user_agent, key, replayed)
    where hurry.set is not null
    on conflict do nothing`)
}

/** Sixteen bytes of a hash find a key that somebody has, and tell nobody one that they have not. */
const hashOfKey = (key: string): Buffer => hash('sha256', key, 'buffer').subarray(0, 16)

const insertGaps = (db: Db, told: [string, Loss][]) =>
  db.run(sql`
    insert into request_log_gaps (company_id, gap_id, from_at, through_at, lost)
    select * from unnest(${told.map(([companyId]) => companyId)}::uuid[], ${told.map(() => newId())}::uuid[],
      ${told.map(([, { from }]) => from)}::timestamptz[], ${told.map(([, { through }]) => through)}::timestamptz[],
      ${told.map(([, { lost }]) => lost)}::integer[])`)
