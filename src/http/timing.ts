import type { Db, Statement } from '../db/sql.ts'

/** Where a request's time went, in milliseconds, for the `Server-Timing` header. */
export type Timing = { startedAt: number; dbMs: number; networkMs: number }

export const startTiming = (): Timing => ({ startedAt: performance.now(), dbMs: 0, networkMs: 0 })

/** Awaits `work` and adds its time to one of the two. */
export async function timed<T>(timing: Timing, what: 'dbMs' | 'networkMs', work: Promise<T>): Promise<T> {
  const from = performance.now()
  try {
    return await work
  } finally {
    timing[what] += performance.now() - from
  }
}

/** The same database, with its time counted. */
export function timedDb(db: Db, timing: Timing): Db {
  return {
    many: (statement: Statement) => timed(timing, 'dbMs', db.many(statement)),
    one: (statement: Statement) => timed(timing, 'dbMs', db.one(statement)),
    first: (statement: Statement) => timed(timing, 'dbMs', db.first(statement)),
    run: (statement: Statement) => timed(timing, 'dbMs', db.run(statement)),
  }
}

/** The header's value (W3C Server Timing). */
export function serverTiming({ startedAt, dbMs, networkMs }: Timing): string {
  const total = performance.now() - startedAt
  return `total;dur=${total.toFixed(1)}, db;dur=${dbMs.toFixed(1)}, network;dur=${networkMs.toFixed(1)}`
}
