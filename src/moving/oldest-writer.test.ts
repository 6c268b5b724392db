import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createDatabases } from '../../test/platform.ts'
import { type Database, type Db, openDatabase, sql } from '../db/sql.ts'

let databases: Awaited<ReturnType<typeof createDatabases>>
let db: Database
before(async () => {
  databases = await createDatabases()
  db = openDatabase(databases.databaseUrl, 3, () => undefined)
})
after(async () => {
  await db?.close()
  await databases?.drop()
})

const numberOf = async (tx: Db) =>
  (await tx.one<{ number: string }>(sql`select pg_current_xact_id()::text as number`)).number
const oldest = async () =>
  (await db.one<{ number: string }>(sql`select oldest_writer()::text as number`)).number

test('whoever sums what is over waits for every writer but the one that brings a company', async () => {
  await db.transaction(async (arrival) => {
    const arriving = await numberOf(arrival)
    // Writers of other databases of the server count as well, and may be older.
    assert.ok(BigInt(await oldest()) <= BigInt(arriving))
    await db.run(sql`insert into arriving_transactions (transaction) values (${arriving}::xid8)`)
    assert.notEqual(await oldest(), arriving)
    await db.transaction(async (other) => {
      const writing = await numberOf(other)
      assert.ok(BigInt(await oldest()) <= BigInt(writing))
    })
    assert.notEqual(await oldest(), arriving)
  })
})
