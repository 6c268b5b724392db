import { type EventLoopUtilization, performance } from 'node:perf_hooks'
import type { FastifyInstance } from 'fastify'
import { type Database, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'

/** How often a busy api says so. An idle one writes nothing. */
const EVERY_MS = 250
/**
 * Busy is who works for this share of the time: some twenty charges a second. Requests that only wait for
 * events do not count.
 */
const BUSY = 0.05

/**
 * Lets the worker know, while it is so, that requests keep this process busy. What cannot be written is not
 * missed.
 */
export function publishLoad(server: FastifyInstance, db: Database): void {
  const processId = newId()
  let before: EventLoopUtilization = performance.eventLoopUtilization()
  let writing: Promise<unknown> | undefined
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    if (utilization < BUSY) return
    writing ??= db
      .run(sql`
        insert into api_load (process_id, seen_at) values (${processId}, now())
        on conflict (process_id) do update set seen_at = excluded.seen_at`)
      .catch(() => undefined)
      .finally(() => {
        writing = undefined
      })
  }, EVERY_MS)
  server.addHook('onClose', async () => {
    clearInterval(timer)
    await writing
    await db.run(sql`delete from api_load where process_id = ${processId}`).catch(() => undefined)
  })
}
