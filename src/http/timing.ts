import type { TraceSpan } from '../ground/traces.ts'
import type { Context } from '../process/context.ts'

type Part = 'dbMs' | 'networkMs'

/** Is told of each wait for the database, when it begins and how long it was. */
export type Waits = { begin(): void; end(ms: number): void }

/**
 * Where a request's time went, in milliseconds, for the `Server-Timing` header. `under`: what is under way of
 * each, and since when.
 */
export type Timing = {
  startedAt: number
  dbMs: number
  networkMs: number
  under: Record<Part, { count: number; since: number }>
  waits?: Waits
  /** Of the request, where it is traced. */
  span?: TraceSpan | undefined
}

export const startTiming = (): Timing => ({
  startedAt: performance.now(),
  dbMs: 0,
  networkMs: 0,
  under: { dbMs: { count: 0, since: 0 }, networkMs: { count: 0, since: 0 } },
})

/**
 * Awaits `work` and adds its time to one of the two; what is timed within it, or beside it, is not counted
 * twice. Without a timing it was no request that asked. Where it is traced it is a span of this name.
 */
export async function timed<T>(
  timing: Timing | undefined,
  what: Part,
  work: Promise<T>,
  name?: string,
): Promise<T> {
  if (!timing) return work
  const span = name === undefined ? undefined : timing.span?.child(name)
  const under = timing.under[what]
  if (under.count === 0) {
    under.since = performance.now()
    if (what === 'dbMs') timing.waits?.begin()
  }
  under.count += 1
  try {
    return await work
  } finally {
    span?.end()
    under.count -= 1
    if (under.count === 0) {
      const ms = performance.now() - under.since
      timing[what] += ms
      if (what === 'dbMs') timing.waits?.end(ms)
    }
  }
}

/**
 * A context for one request, to ask things of (what is kept by a context is kept by the process's own): what
 * its database takes, with the wait for a connection and the commit, is the request's. All else is inherited,
 * which costs a request less than a copy.
 */
export function timedContext(context: Context, timing: Timing): Context {
  const { db, vault } = context
  const own: Context = Object.create(context)
  own.db = {
    many: (statement) => timed(timing, 'dbMs', db.many(statement)),
    one: (statement) => timed(timing, 'dbMs', db.one(statement)),
    first: (statement) => timed(timing, 'dbMs', db.first(statement)),
    run: (statement) => timed(timing, 'dbMs', db.run(statement)),
    transaction: (work) => timed(timing, 'dbMs', db.transaction(work)),
    close: () => db.close(),
  }
  own.vault = Object.create(vault)
  own.vault.openCardPage = (page) => timed(timing, 'networkMs', vault.openCardPage(page), 'vault question')
  return own
}

/** The header's value (W3C Server Timing). */
export function serverTiming({ startedAt, dbMs, networkMs }: Timing): string {
  const total = performance.now() - startedAt
  return `total;dur=${total.toFixed(1)}, db;dur=${dbMs.toFixed(1)}, network;dur=${networkMs.toFixed(1)}`
}
