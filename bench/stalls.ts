/**
 * What the system was at while nothing was answered: the database's connections in that moment, what its log
 * says around it, and each process's event loop and collector over the whole time.
 */
import { readFileSync } from 'node:fs'
import pg from 'pg'
import type { System } from '../test/system.ts'
import type { Gap } from './load-generator.ts'
import { query } from './machine.ts'
import { readMetrics, sumOf } from './metrics.ts'

/** The log of what lasted is looked through this far around a stall, in milliseconds. */
const AROUND_MS = 1_000
const LINES_MAX = 6
/** The longest are told, in the order that they came in. */
const STALLS_MAX = 10

export type Watch = {
  /** To be called while a stall lasts. */
  look(): void
  /** Lines about the whole time, and about each of these stalls. */
  end(gaps: Gap[]): Promise<string[]>
}

export async function watchStalls(system: System, admin: pg.ClientConfig): Promise<Watch> {
  // By itself PostgreSQL logs an autovacuum that takes ten minutes.
  await query(admin, 'alter system set log_autovacuum_min_duration = 0')
  await query(admin, `alter system set log_timezone = 'UTC'`)
  await query(admin, 'select pg_reload_conf()')
  const client = new pg.Client(admin)
  await client.connect()
  const from = Date.now()
  const before = await readMetrics(system)
  const looks: Promise<{ at: number; saw: string }>[] = []
  return {
    look() {
      const at = Date.now()
      looks.push(
        client.query(activity).then(({ rows }) => ({ at, saw: rows.map(({ saw }) => saw).join('; ') })),
      )
    },
    async end(gaps) {
      const seen = await Promise.all(looks)
      await client.end()
      const after = await readMetrics(system)
      const log = await databaseLog(system, from)
      const processes = [...after].map(([role, samples]) => {
        const collector = (of: typeof samples | undefined) => sumOf(of, 'nodejs_gc_duration_seconds_sum')
        const longest = sumOf(samples, 'nodejs_eventloop_lag_max_seconds') * 1000
        const p99 = sumOf(samples, 'nodejs_eventloop_lag_p99_seconds') * 1000
        const collected = (collector(samples) - collector(before.get(role))) * 1000
        return `${role} loop p99 ${p99.toFixed(0)}, at most ${longest.toFixed(0)} ms, collector ${collected.toFixed(0)} ms in all`
      })
      const kinds = ['checkpoint complete', 'automatic vacuum', 'automatic analyze']
      const counts = kinds.map((kind) => `${log.filter(({ text }) => text.includes(kind)).length} ${kind}`)
      const told = gaps.toSorted((a, b) => b.ms - a.ms).slice(0, STALLS_MAX)
      const about = told
        .sort((a, b) => a.at - b.at)
        .map(({ at, ms, ownMs }) => {
          const near = log.filter((line) => line.at > at - AROUND_MS && line.at < at + ms + AROUND_MS)
          const during = seen.filter((look) => look.at >= at && look.at <= at + ms)
          return [
            `stall of ${ms.toFixed(0)} ms at ${new Date(at).toISOString().slice(11, 23)} (the load itself slept ${ownMs.toFixed(0)} ms of it)`,
            ...during.map(({ saw }) => `  database: ${saw || 'nothing'}`),
            ...near.slice(0, LINES_MAX).map(({ text }) => `  log: ${text}`),
          ]
        })
      return [`${processes.join('; ')}; database: ${counts.join(', ')}`, ...about.flat()]
    },
  }
}

/** What every connection and process of the server is at that is not idle. */
const activity = `
  select concat_ws(' ', backend_type, state, wait_event_type || ':' || wait_event,
    (extract(epoch from clock_timestamp() - query_start) * 1000)::integer || ' ms',
    left(regexp_replace(query, '\\s+', ' ', 'g'), 60)) as saw
  from pg_stat_activity
  where pid <> pg_backend_pid() and coalesce(state, 'active') <> 'idle' and wait_event_type is distinct from 'Activity'`

/** Since a moment; without what is not about checkpoints and autovacuum. */
async function databaseLog({ dataFolder }: System, from: number): Promise<{ at: number; text: string }[]> {
  const text = readFileSync(`${dataFolder}/logs/postgres.log`, 'utf8')
  return [...text.matchAll(/^(\S+ \S+) UTC \[\d+\] LOG: +(.*(?:checkpoint|automatic).*)$/gm)]
    .map(([, at, said]) => ({ at: Date.parse(`${at!.replace(' ', 'T')}Z`), text: said!.slice(0, 160) }))
    .filter(({ at }) => at >= from)
}
