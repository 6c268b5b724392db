/**
 * What `jetpay verify` costs on the books of a large company, on a database that nothing else uses: in full,
 * and of the last of its 90 days, as a daily timer runs it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { mainUrl } from '../src/db/provision.ts'
import { type Database, openDatabase, sql } from '../src/db/sql.ts'
import { createKeyFile } from '../src/ground/key-file.ts'
import { MAIN_KEYS } from '../src/ground/seal.ts'
import { type Marks, openMarks } from '../src/verify/marks.ts'
import type { ProvenCompany } from '../src/verify/proven.ts'
import { CHECK_MS } from '../src/verify/snapshot.ts'
import { type Report, VERIFY_CONNECTIONS, verify } from '../src/verify/verify.ts'
import { startDatabase } from './database.ts'
import { fillLargeCompany } from './large-company.ts'
import type { BenchOptions } from './options.ts'
import { cpuOf } from './statements.ts'

export async function benchVerify({ debits }: BenchOptions): Promise<void> {
  const { at, stop } = await startDatabase()
  const folder = mkdtempSync(`${tmpdir()}/jetpay-bench-keys-`)
  try {
    await fillLargeCompany(at, debits)
    createKeyFile(`${folder}/main.json`, MAIN_KEYS)
    const marks = openMarks(`${folder}/main.json`)
    const db = openDatabase(mainUrl(at), VERIFY_CONNECTIONS, () => undefined, CHECK_MS)
    await timed(db, marks, false, `${debits} debits in full`)
    await markADayAgo(db, marks)
    await timed(db, marks, true, `${debits} debits, of which the last day is new`)
    await db.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await stop()
  }
}

async function timed(db: Database, marks: Marks, incremental: boolean, what: string): Promise<void> {
  const before = await cpuOfBackends(db)
  const report = await verify(db, { sentMaxMs: 60_000, simulatorUrl: null }, { marks, incremental })
  const cpu = (await cpuOfBackends(db)) - before
  print(report)
  console.log(
    `  ${what}: ${(report.ms / 1000).toFixed(1)} s, ${cpu.toFixed(1)} s of CPU; ${report.since?.transactions ?? 'all'} transactions; ${report.ok ? 'all holds' : 'NOT all holds'}`,
  )
}

/** Seconds of CPU of the connections that a run takes, which are open by then. */
async function cpuOfBackends(db: Database): Promise<number> {
  const asked = Array.from({ length: VERIFY_CONNECTIONS }, () =>
    db.one<{ pid: number }>(sql`select pg_backend_pid() as pid, pg_sleep(0.1)`),
  )
  return (await Promise.all(asked)).reduce((sum, { pid }) => sum + cpuOf(pid), 0) / 1e9
}

function print({ checks }: Report): void {
  for (const { ms, name, extent, ok, count, error } of checks.toSorted((a, b) => b.ms - a.ms))
    console.log(
      `  ${String(ms).padStart(6)} ms  ${name} (${extent})${ok ? '' : `: ${count} violations ${error ?? ''}`}`,
    )
}

/** As if the full run had been a day ago, and the day since were new. */
async function markADayAgo(db: Database, marks: Marks): Promise<void> {
  const [run] = await marks.read(db)
  const { at } = await db.one<{ at: Date }>(sql`select jetpay_now() - interval '1 day' as at`)
  const companies = await db.many<ProvenCompany>(sql`
    select company_id, event_id, coalesce(covered, 0) as covered, hash from (
      select h.company_id, coalesce(max(e.event_id), 0) as event_id
      from event_heads h left join events e on e.company_id = h.company_id and e.created_at <= ${at} group by h.company_id
    ) known left join lateral (
      select last_event_id as covered, hash from event_checkpoints c
      where c.company_id = known.company_id and last_event_id <= event_id order by first_event_id desc limit 1
    ) c on true`)
  await marks.keep(db, { ...run!, at: at.toISOString(), at_by_server: at.toISOString(), companies }, [])
}
