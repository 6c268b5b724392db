/**
 * Currencies are one list in the program and one in the database, and a database of before has its limits
 * afterwards.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { migrate } from '../src/db/migrate.ts'
import { projectFolder } from '../src/ground/config.ts'
import { bankCurrencies, currencies } from '../src/ground/money.ts'
import type { FileLayout } from '../src/rails/file-layout.ts'
import { layouts } from '../src/rails/rail.ts'
import { createDatabases } from './platform.ts'

let databases: Awaited<ReturnType<typeof createDatabases>>
let client: pg.Client
before(async () => {
  databases = await createDatabases()
  client = new pg.Client({ connectionString: databases.databaseUrl })
  await client.connect()
})
after(async () => {
  await client?.end()
  await databases?.drop()
})

const rows = async (text: string) => (await client.query(text)).rows

test('the database has the currencies of the program, and no other', async () => {
  const [constraint] = await rows(`
    select pg_get_constraintdef(oid) as text from pg_constraint where contypid = 'currency_code'::regtype`)
  const listed = [...constraint.text.matchAll(/'([A-Z]{3})'/g)].map(([, code]) => code)
  assert.deepEqual(
    listed.sort(),
    [...currencies].sort(),
    'a currency of ground/money.ts is one of a migration too',
  )
  await assert.rejects(client.query(`select 'XXX'::currency_code`), /violates check constraint "known"/)
})

test('every column of a currency is of the one type that knows them, but for one that is copied', async () => {
  const columns = await rows(`
    select table_name, column_name, domain_name from information_schema.columns
    where table_schema = 'public' and column_name ~ 'currency'`)
  assert.ok(columns.length > 18, `${columns.length} columns`)
  assert.deepEqual(
    columns.filter(({ domain_name }) => domain_name !== 'currency_code').map(({ table_name }) => table_name),
    ['payout_items'],
  )
})

test('a currency that goes by bank is one that the profile of a bank has', () => {
  const profiles = Object.values<FileLayout>(layouts).flatMap((layout) => Object.values(layout.profiles))
  const moved = new Set(profiles.flatMap((profile) => profile.currencies))
  assert.deepEqual([...moved].sort(), [...bankCurrencies].sort())
})

/** The database as it was before currencies had a type, with two companies and their accounts. */
async function asBefore(): Promise<void> {
  const folder = `${projectFolder}/migrations/main`
  await client.query('drop schema public cascade; create schema public')
  await client.query(
    'create table migrations (name text primary key, migrated_at timestamptz not null default now())',
  )
  for (const name of readdirSync(folder).sort()) {
    if (name >= '0090') break
    await client.query(readFileSync(`${folder}/${name}`, 'utf8'))
    await client.query('insert into migrations (name) values ($1)', [name])
  }
  await client.query(`
    insert into companies (company_id, name, transaction_limit_cad, debits_day_limit_cad, credits_day_limit_usd)
    values ('00000000-0000-7000-8000-000000000001', 'Limited', 100000, 500000, 70000),
      ('00000000-0000-7000-8000-000000000002', 'Open', null, null, null)`)
  await client.query(`
    insert into bank_accounts (company_id, bank_account_id, holder_name, account_type, routing_number, account_number_sealed,
      account_number_last4, currency)
    select company_id, gen_random_uuid(), 'Ada', 'chequing', '021000021', '', '4567', 'USD' from companies, generate_series(1, 500)`)
}

/**
 * Where each table with a currency, and each index of one, has its rows: another file once they are written
 * anew.
 */
const files = async () => {
  const found = await rows(`
    select r.relname as name, pg_relation_filenode(r.oid) as file from pg_class r
    join pg_attribute a on a.attname = 'currency' and not a.attisdropped
      and (a.attrelid = r.oid or a.attrelid = (select indrelid from pg_index where indexrelid = r.oid))
    where r.relnamespace = 'public'::regnamespace and r.relkind in ('r', 'i')`)
  return new Map<string, number>(found.map(({ name, file }) => [name, file]))
}

test('a database of before has its limits as rows, its rows where they were, and takes no currency that is unknown', async () => {
  await asBefore()
  const before = await files()
  assert.ok(before.size > 40, `${before.size} tables and indexes`)
  await migrate(databases.databaseUrl, 'main')
  const after = await files()
  assert.deepEqual(
    // One that a later migration has dropped for another is not.
    [...before].filter(([name, file]) => after.has(name) && after.get(name) !== file).map(([name]) => name),
    [],
    'nothing is written anew',
  )
  const limits = await rows(`
    select name, currency, per_transaction, per_day_debits, per_day_credits from company_limits join companies using (company_id)
    order by name, currency`)
  assert.deepEqual(
    limits.map((row) => Object.values(row)),
    [
      ['Limited', 'CAD', '100000', '500000', null],
      ['Limited', 'USD', null, null, '70000'],
      ['Open', 'CAD', null, null, null],
      ['Open', 'USD', null, null, null],
    ],
  )
  await assert.rejects(
    client.query(`update bank_accounts set currency = 'XXX'`),
    /value for domain currency_code violates check constraint "known"/,
  )
  const [kept] = await rows(`select count(*) from bank_accounts where currency = 'USD'`)
  assert.equal(kept.count, '1000')
})
