/** Breaks a platform's data on purpose, for the checks to find, and mends it again. */
import assert from 'node:assert/strict'
import pg from 'pg'
import { databaseUrl, type Installation } from '../src/db/provision.ts'
import { type Report, verify } from '../src/verify/verify.ts'
import type { Platform } from './platform.ts'

export type Tampering = Awaited<ReturnType<typeof openTampering>>

export const failing = ({ checks }: Report) => checks.filter(({ ok }) => !ok).map(({ name }) => name)

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

  const run = (): Promise<Report> =>
    verify(platform.db, { sentMaxMs: 60_000, simulatorUrl: platform.simulatorUrl })

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
    query: (statement: string) => admin.query(statement),
    /** After the statement these checks fail, and say where; then all is as it was. */
    async isSeen(statement: string, breaks: string[]): Promise<void> {
      // It changes no table that it does not name, as there are no triggers.
      const named = tables.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(statement))
      for (const { name } of named) await admin.query(`create temporary table was_${name} as table ${name}`)
      try {
        const { rowCount } = await admin.query(statement)
        assert.ok(rowCount! > 0, 'nothing was tampered with')
        const report = await run()
        for (const name of breaks)
          assert.ok(failing(report).includes(name), `${name} holds; these fail: ${failing(report)}`)
        for (const { ok, error, count, examples } of report.checks) {
          assert.equal(error, null)
          assert.ok(ok || (count > 0 && examples.length > 0 && examples.length <= 10))
        }
      } finally {
        for (const table of named) await restore(table)
      }
    },
    close: () => admin.end(),
  }
}
