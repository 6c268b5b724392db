import type { FastifyInstance } from 'fastify'
import { type Database, sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import { newId } from '../ground/ids.ts'
import { type Counted, RateLimitStore } from '../ground/rate-limit-store.ts'

/**
 * How often processes that count tell each other: what comes within this time counts in each of them alone.
 */
const EVERY_MS = 250
/** The longest window that is counted in, so how long a count is worth telling. */
const WINDOW_MAX_MS = 60_000
/** Tokens or addresses that a process tells of, of each kind: those that it has seen last. Some 100 KB. */
const TOLD_MAX = 1_000

type Store = typeof RateLimitStore
/** By kind and key: when the window began (Unix milliseconds), and what was counted in it. */
type Counts = Record<string, Record<string, [startedAt: number, current: number]>>

declare module 'fastify' {
  interface FastifyInstance {
    /** The store of a rate limit, by what it is for; api processes that share the port count in it as one. */
    countIn(kind: string): Store
  }
}

/**
 * Has the api processes of an installation count requests together, where there are several: a token or an
 * address has one budget, whichever of them the system gives its connections to. Exact to what comes in a
 * quarter of a second. By the database, so that it holds for processes under any supervisor; where that is
 * away each counts by itself.
 */
export function shareCounts(
  server: FastifyInstance,
  { db, config }: { db: Database; config: Pick<Config, 'apiProcesses'> },
): void {
  if (config.apiProcesses === 1) {
    server.decorate('countIn', () => RateLimitStore)
    return
  }
  const processId = newId()
  const here = new Map<string, Map<string, Counted>>()
  let elsewhere = new Map<string, Map<string, Counted[]>>()
  let wasAsked = false
  let telling: Promise<void> | undefined

  async function tell(): Promise<void> {
    wasAsked = false
    const rows = await db.many<{ counts: Counts }>(sql`
      with mine as (
        insert into shared_counts (process_id, seen_at, counts) values (${processId}, now(), ${countsOf(here)})
        on conflict (process_id) do update set seen_at = excluded.seen_at, counts = excluded.counts
      ), gone as (
        delete from shared_counts where seen_at < now() - interval '5 minutes'
      )
      select counts from shared_counts
      where process_id <> ${processId} and seen_at > now() - make_interval(secs => ${WINDOW_MAX_MS / 1000})`)
    elsewhere = sumOf(rows.map(({ counts }) => counts))
  }
  const timer = setInterval(() => {
    if (!wasAsked) return
    telling ??= tell()
      .catch(() => undefined)
      .finally(() => {
        telling = undefined
      })
  }, EVERY_MS)

  server.decorate('countIn', (kind) => {
    const all = new Map<string, Counted>()
    here.set(kind, all)
    const others = {
      of(key: string): Counted[] {
        wasAsked = true
        return elsewhere.get(kind)?.get(key) ?? []
      },
      tell(key: string, counted: Counted): void {
        all.delete(key)
        all.set(key, counted)
        if (all.size > TOLD_MAX) all.delete(all.keys().next().value!)
      },
    }
    let limits = 0
    return class extends RateLimitStore {
      constructor() {
        super(undefined, others)
      }
      /** Of another limit in the same place. Made in the same order in every process. */
      override child(): RateLimitStore {
        limits += 1
        const Limit = server.countIn(`${kind} ${limits}`)
        return new Limit()
      }
    }
  })
  server.addHook('onClose', async () => {
    clearInterval(timer)
    await telling
    await db.run(sql`delete from shared_counts where process_id = ${processId}`).catch(() => undefined)
  })
}

/** What is worth telling of what was counted; the rest is forgotten. */
function countsOf(here: Map<string, Map<string, Counted>>): Counts {
  const counts: Counts = {}
  for (const [kind, all] of here) {
    counts[kind] = {}
    for (const [key, { startedAt, current }] of all)
      if (startedAt + WINDOW_MAX_MS > Date.now()) counts[kind][key] = [startedAt, current]
      else all.delete(key)
  }
  return counts
}

function sumOf(told: Counts[]): Map<string, Map<string, Counted[]>> {
  const all = new Map<string, Map<string, Counted[]>>()
  for (const counts of told)
    for (const [kind, keys] of Object.entries(counts)) {
      const ofKind = all.get(kind) ?? new Map<string, Counted[]>()
      all.set(kind, ofKind)
      for (const [key, [startedAt, current]] of Object.entries(keys))
        ofKind.set(key, [...(ofKind.get(key) ?? []), { startedAt, current }])
    }
  return all
}
