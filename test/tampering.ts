/** Breaks a platform's data on purpose, for the checks to find, and mends it again. */
import assert from 'node:assert/strict'
import pg from 'pg'
import { databaseUrl, type Installation } from '../src/db/provision.ts'
import { type Report, verify } from '../src/verify/verify.ts'
import type { Platform } from './platform.ts'

export type Tampering = Awaited<ReturnType<typeof openTampering>>

/** Every table that a statement of the tests changes; a copy of each holds what it was. */
const tables = [
  'debits',
  'attempts',
  'transaction_moves',
  'events',
  'outbox',
  'event_heads',
  'webhooks',
  'idempotency_keys',
  'ledger_entries',
  'ledger_days',
  'clearing_records',
  'reconciliation_items',
  'payouts',
  'payout_items',
  'bank_items',
  'bank_parked_returns',
  'credits',
  'debit_agreements',
  'refunds',
  'fees',
  'fee_schedules',
  'day_totals',
  'day_total_changes',
  'company_limits',
  'disputes',
  'dispute_evidence',
  'alarms',
  'authorizations',
  'schedules',
  'schedule_occurrences',
]

export const failing = ({ checks }: Report) => checks.filter(({ ok }) => !ok).map(({ name }) => name)

/** Opens the platform's database as its administrator, without the triggers and foreign keys that refuse what is to be done. */
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

  async function restore(table: string): Promise<void> {
    await admin.query(`delete from ${table}`)
    const { rows } = await admin.query(
      `select string_agg(column_name, ', ') as columns from information_schema.columns
       where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER'`,
      [table],
    )
    const { columns } = rows[0]
    await admin.query(
      `insert into ${table} (${columns}) overriding system value select ${columns} from was_${table}`,
    )
    await admin.query(`drop table was_${table}`)
  }

  return {
    run,
    query: (statement: string) => admin.query(statement),
    /** After the statement these checks fail, and say where; then all is as it was. */
    async isSeen(statement: string, breaks: string[]): Promise<void> {
      for (const table of tables) await admin.query(`create temporary table was_${table} as table ${table}`)
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
        for (const table of tables) await restore(table)
      }
    },
    close: () => admin.end(),
  }
}
