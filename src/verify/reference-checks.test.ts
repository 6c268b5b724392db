/**
 * A row that refers to nothing is found, in every table; what a foreign key says is among what is looked at.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createDatabases } from '../../test/platform.ts'
import { type Database, type Db, openDatabase, raw, sql } from '../db/sql.ts'
import type { Finding } from './check.ts'
import { nothingProven } from './proven.ts'
import { type Reference, referenceChecks, references } from './reference-checks.ts'

let databases: Awaited<ReturnType<typeof createDatabases>>
let db: Database
before(async () => {
  databases = await createDatabases()
  db = openDatabase(databases.databaseUrl, 1, console.error)
})
after(async () => {
  await db.close()
  await databases.drop()
})

const find = (db: Db): Promise<Finding> =>
  referenceChecks[0]!.run(db, { sentMaxMs: 60_000, simulatorUrl: null }, nothingProven)

/**
 * A transaction whose `table` is empty and takes anything: what holds it otherwise is not what is looked at
 * here.
 */
const withAnything = (table: string, work: (db: Db) => Promise<void>) =>
  db
    .transaction(async (db) => {
      await db.run(sql`create temporary table ${raw(table)} as table ${raw(table)} with no data`)
      await work(db)
      throw new Error('undone')
    })
    .catch((error: Error) => assert.equal(error.message, 'undone', error.stack))

const values: Record<string, string> = {
  uuid: 'gen_random_uuid()',
  text: `'nowhere'`,
  smallint: '7',
  integer: '7',
  bigint: '7',
}

async function insertAnything({ table, columns }: Reference, db: Db): Promise<void> {
  const types = await db.many<{ type: string }>(sql`
    select format_type(atttypid, atttypmod) as type from unnest(${columns}::text[]) with ordinality as named (attname, place)
    join pg_attribute using (attname) where attrelid = ${`public.${table}`}::regclass order by place`)
  const row = types.map(({ type }) => values[type]!)
  await db.run(sql`insert into ${raw(table)} (${raw(columns.join(', '))}) values (${raw(row.join(', '))})`)
}

for (const reference of references) {
  const { table, columns, of } = reference
  test(`${table} (${columns.join(', ')}) that is in no row of ${of} is found; without a value it refers to none`, () =>
    withAnything(table, async (db) => {
      await insertAnything(reference, db)
      const { examples } = await find(db)
      const found = examples.filter(
        (row) => row.rows_of === table && row.columns === columns.join(', ') && row.refer_to === of,
      )
      assert.equal(found.length, 1, JSON.stringify(examples))
      await db.run(sql`update ${raw(table)} set ${raw(columns.at(-1)!)} = null`)
      const others = (await find(db)).examples.filter((row) => row.columns === columns.join(', '))
      assert.deepEqual(others, [])
    }))
}

test('what every foreign key says is looked at, so that one may go where it costs too much', async () => {
  const kept = await db.many<{ table: string; columns: string[]; of: string }>(sql`
    select conrelid::regclass::text as table, confrelid::regclass::text as of, (
        select array_agg(attname::text order by place) from unnest(conkey) with ordinality as key (attnum, place)
        join pg_attribute using (attnum) where attrelid = conrelid) as columns
    from pg_constraint where contype = 'f'`)
  assert.ok(kept.length > 0)
  const looked = new Set(references.map(({ table, columns, of }) => `${table} (${columns.join(', ')}) ${of}`))
  assert.deepEqual(
    kept
      .map(({ table, columns, of }) => `${table} (${columns.join(', ')}) ${of}`)
      .filter((reference) => !looked.has(reference)),
    [],
  )
})
