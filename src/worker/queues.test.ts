/**
 * What is asked for metrics costs the same however much has been done: each by what waits, and by nothing
 * else.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { explain } from '../../test/explain.ts'
import { createDatabases } from '../../test/platform.ts'
import { type Database, type Db, openDatabase, raw, sql } from '../db/sql.ts'
import { readConfig } from '../ground/config.ts'
import { lookAtAges, lookAtAlarms, lookAtJobs, lookAtQueues, lookAtWebhooks } from './queues.ts'

/** What is done, of each table that grows, as SQL by column; all else is filled in by type. */
const done: Record<string, Record<string, string>> = {
  attempts: { state: `'captured'`, reversal_due_at: 'null' },
  bank_items: { state: `'settled'`, bank_file_id: 'gen_random_uuid()' },
  payouts: { state: `'deposited'` },
  bank_files: { state: `'acknowledged'` },
  bank_parked_returns: { resolved_at: 'jetpay_now()' },
  reconciliation_items: { state: `'resolved'` },
  mails: { state: `'sent'` },
  exports: { due_at: 'null' },
  bulk_jobs: { finished_at: 'jetpay_now()' },
  schedules: { state: `'completed'`, next_due_at: 'null' },
  alarms: { closed_at: 'jetpay_now()' },
  verify_reports: { state: `'done'` },
  webhooks: { state: `'active'`, failing_since: 'null' },
  event_heads: {},
}
/** A row for each company, webhook or run of verify: these are read whole or from their end. */
const few = new Set(['webhooks', 'event_heads', 'verify_reports'])
const FEW = 200
const [SOME, MANY, AT_ONCE] = [1_000, 15_000, 2_000]
/**
 * Of all statements together, with the indexes' own pages; and what each webhook takes, with its company's
 * head.
 */
const PAGES_MAX = 60
const PAGES_A_WEBHOOK = 3

let databases: Awaited<ReturnType<typeof createDatabases>>
let db: Database
before(async () => {
  databases = await createDatabases()
  db = openDatabase(databases.databaseUrl, 2, () => undefined)
  // Rows by themselves, without those that they would belong to: what is asked of them is by which index.
  for (const table of Object.keys(done)) {
    const rules = await db.many<{ name: string }>(sql`
      select conname as name from pg_constraint where conrelid = ${table}::regclass and contype in ('c', 'f')`)
    for (const { name } of rules)
      await db.run(raw(`alter table ${table} drop constraint if exists "${name}" cascade`))
    await db.run(raw(`alter table ${table} disable trigger user`))
  }
})
after(async () => {
  await db?.close()
  await databases?.drop()
})

const byType = (type: string): string => {
  if (type.endsWith('[]')) return `'{}'`
  if (type === 'currency_code') return `'CAD'`
  if (type === 'uuid') return 'gen_random_uuid()'
  if (/^(bigint|integer|smallint|numeric)/.test(type)) return type === 'smallint' ? '1' : 'n'
  if (/^(text|character)/.test(type)) return type.startsWith('character(') ? `'x'` : `'x' || n`
  if (/^timestamp/.test(type)) return `jetpay_now() - n * interval '1 second'`
  if (type === 'date') return 'current_date'
  if (type === 'boolean') return 'false'
  if (type === 'jsonb') return `'{}'`
  if (type === 'bytea') return `int8send(n)`
  throw new Error(`say what a ${type} is filled with`)
}

async function fill(from: number, to: number): Promise<void> {
  for (const [table, given] of Object.entries(done)) {
    const columns = await db.many<{ name: string; type: string }>(sql`
      select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
      where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = ''
        and attidentity <> 'a' and attnotnull and (not atthasdef or attidentity = 'd')`)
    const values = { ...Object.fromEntries(columns.map(({ name, type }) => [name, byType(type)])), ...given }
    const last = few.has(table) ? Math.min(to, FEW) : to
    for (let at = from; at <= last; at += AT_ONCE)
      await db.run(
        raw(`insert into ${table} (${Object.keys(values).join(', ')})
          select ${Object.values(values).join(', ')}
          from generate_series(${at}::bigint, ${Math.min(at + AT_ONCE - 1, last)}) n`),
      )
    await db.run(raw(`analyze ${table}`))
  }
}

const asks: Record<string, (db: Db) => Promise<unknown>> = {
  queues: (on) => lookAtQueues(on, { config: readConfig({}) }),
  alarms: lookAtAlarms,
  webhooks: lookAtWebhooks,
  jobs: lookAtJobs,
  ages: lookAtAges,
}

async function look() {
  let pages = 0
  const whole: string[] = []
  const said: string[] = []
  for (const [what, ask] of Object.entries(asks)) {
    const plan = await explain(db, ask)
    if (what === 'webhooks') assert.ok(plan.pages <= FEW * PAGES_A_WEBHOOK, String(plan.pages))
    else pages += plan.pages
    said.push(`${what}: ${plan.pages} pages: ${plan.scans.join(', ')}`)
    for (const scan of plan.scans) {
      const [table = ''] = scan.split(' ')
      if (scan.endsWith(' whole') && table in done && !few.has(table)) whole.push(`${what}: ${scan}`)
    }
  }
  return { pages, whole, said: said.join('\n') }
}

test('with fifteen thousand of each that are done no gauge reads one of them, and as few pages as with a thousand', async () => {
  await fill(1, SOME)
  const first = await look()
  await fill(SOME + 1, MANY)
  const { pages, whole, said } = await look()
  assert.deepEqual(whole, [])
  assert.ok(pages <= PAGES_MAX, said)
  assert.ok(pages <= first.pages + 20, `${first.said}\nthen\n${said}`)
})
