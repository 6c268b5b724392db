/** Breaks a platform's data on purpose, for the checks to find, and mends it again. */
import assert from 'node:assert/strict'
import pg from 'pg'
import { databaseUrl, type Installation } from '../src/db/provision.ts'
import { sql } from '../src/db/sql.ts'
import { type Marks, type Run, versionOf } from '../src/verify/marks.ts'
import type { ProvenCompany } from '../src/verify/proven.ts'
import { everyCheck, type Report, verify } from '../src/verify/verify.ts'
import type { Platform } from './platform.ts'

export type Tampering = Awaited<ReturnType<typeof openTampering>>

export const failing = ({ checks }: Report) => checks.filter(({ ok }) => !ok).map(({ name }) => name)

/** A mark that says of every check that it held then. */
const markAt = (at: string, companies: ProvenCompany[]): Run => ({
  at,
  at_by_server: at,
  companies,
  checks: Object.fromEntries(everyCheck.map((check) => [check.name, versionOf(check)])),
})
/** Before there was anything: all that there is came since. */
const beforeAll = markAt('2000-01-01T00:00:00Z', [])

/** Goes on from this mark and no other, with every check that can. */
async function verifyFrom(
  { db, simulatorUrl }: Platform,
  run: Run,
  only: readonly string[] = everyCheck.map(({ name }) => name),
): Promise<Report> {
  const marks: Marks = { read: async () => [run], keep: async () => undefined }
  const report = await verify(
    db,
    { sentMaxMs: 60_000, simulatorUrl },
    { marks, incremental: true, overlapMs: 0, only },
  )
  assert.deepEqual(
    report.checks.filter(({ extent }) => extent === 'incremental').map(({ name }) => name),
    everyCheck
      .filter(({ name, reads }) => reads === 'touched' && only.includes(name))
      .map(({ name }) => name),
  )
  return report
}

/** Moments that the whole life of a platform is cut at. */
const CUTS = 3

/**
 * Whatever moment all was proven up to, what has happened since holds by itself: a slice is never cut through
 * what belongs together.
 */
async function holdsFromAnyMoment(platform: Platform): Promise<void> {
  const moments = await platform.db.many<{ at: Date }>(sql`
    select max(created_at) as at from (select created_at, ntile(${CUTS}) over (order by created_at) as part from events) e
    group by part order by 1`)
  for (const { at } of moments) {
    const companies = await platform.db.many<ProvenCompany>(sql`
      select company_id, max(event_id) as event_id, 0 as covered, null as hash from events
      where created_at <= ${at} group by company_id`)
    const report = await verifyFrom(platform, markAt(at.toISOString(), companies))
    assert.deepEqual(
      report.checks.filter(({ ok }) => !ok),
      [],
      `from ${at.toISOString()}`,
    )
  }
}

/**
 * Opens the platform's database as its administrator, without the triggers and foreign keys that refuse what
 * is to be done.
 */
export async function openTampering(platform: Platform) {
  const installation = JSON.parse(process.env.JETPAY_TEST_INSTALLATION!) as Installation
  const name = new URL(platform.config.databaseUrl!).pathname.slice(1)
  const admin = new pg.Client({
    connectionString: databaseUrl(installation, 'postgres', installation.adminPassword, name),
  })
  await admin.connect()
  await admin.query('set session_replication_role = replica')

  const run = (only?: readonly string[]): Promise<Report> =>
    verify(platform.db, { sentMaxMs: 60_000, simulatorUrl: platform.simulatorUrl }, { only })

  // Without what PostgreSQL makes out of other columns.
  const { rows: tables } = await admin.query<{ name: string; columns: string }>(`
    select relname as name, string_agg(quote_ident(attname), ', ') as columns
    from pg_class join pg_attribute on attrelid = pg_class.oid
    where relnamespace = 'public'::regnamespace and relkind = 'r' and attnum > 0 and not attisdropped and attgenerated = ''
    group by relname`)

  async function restore({ name, columns }: { name: string; columns: string }): Promise<void> {
    await admin.query(`delete from ${name}`)
    await admin.query(
      `insert into ${name} (${columns}) overriding system value select ${columns} from was_${name}`,
    )
    await admin.query(`drop table was_${name}`)
  }

  return {
    run,
    holdsFromAnyMoment: () => holdsFromAnyMoment(platform),
    query: (statement: string) => admin.query(statement),
    /**
     * After the statement these checks fail, in full and where it is new to them, and say where; then all is
     * as it was. Others are not run, as a run of all takes a second.
     */
    async isSeen(statement: string, breaks: string[]): Promise<void> {
      // It changes no table that it does not name, as there are no triggers.
      const named = tables.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(statement))
      for (const { name } of named) await admin.query(`create temporary table was_${name} as table ${name}`)
      try {
        const { rowCount } = await admin.query(statement)
        assert.ok(rowCount! > 0, 'nothing was tampered with')
        // All of it is new to the second run, so it finds the same.
        for (const report of [await run(breaks), await verifyFrom(platform, beforeAll, breaks)]) {
          for (const name of breaks)
            assert.ok(failing(report).includes(name), `${name} holds; these fail: ${failing(report)}`)
          for (const { ok, error, count, examples } of report.checks) {
            assert.equal(error, null)
            assert.ok(ok || (count > 0 && examples.length > 0 && examples.length <= 10))
          }
        }
      } finally {
        for (const table of named) await restore(table)
      }
    },
    close: () => admin.end(),
  }
}
