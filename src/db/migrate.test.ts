import assert from 'node:assert/strict'
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { createDatabases, until } from '../../test/platform.ts'
import { projectFolder } from '../ground/config.ts'
import { freePort } from '../ground/free-port.ts'
import { migrate } from './migrate.ts'

/** A lock that nobody lets go is waited for as long as this. */
const lockMs = 100
const sides = [
  { which: 'main', url: 'databaseUrl', table: 'contacts' },
  { which: 'vault', url: 'vaultDatabaseUrl', table: 'cards' },
] as const

let databases: Awaited<ReturnType<typeof createDatabases>>
before(async () => {
  databases = await createDatabases()
})
after(() => databases.drop())

/** The migrations that ran, in a folder of the test's own, and a connection beside. */
async function stage(t: { after(clean: () => unknown): void }, { which, url }: (typeof sides)[number]) {
  const folder = mkdtempSync(`${tmpdir()}/jetpay-migrations-`)
  cpSync(`${projectFolder}/migrations/${which}`, folder, { recursive: true })
  const client = new pg.Client({ connectionString: databases[url] })
  await client.connect()
  t.after(async () => {
    await client.end()
    rmSync(folder, { recursive: true })
  })
  const hashed = await client.query<{ name: string }>('select name from migrations order by name')
  return {
    folder,
    client,
    last: hashed.rows.at(-1)!.name,
    run: () => migrate(databases[url], which, { folder, lockMs }),
  }
}

for (const side of sides) {
  test(`${side.which}: a server that is too old is refused before anything is run, in a line that says what to do`, async (t) => {
    const { folder, client } = await stage(t, side)
    writeFileSync(`${folder}/9998_new.sql`, 'create table made (id int);')
    await assert.rejects(migrate(databases[side.url], side.which, { folder, oldest: 990_000 }), {
      name: 'OperatorError',
      message: new RegExp(
        `^The ${side.which} database runs on PostgreSQL \\d+\\.\\d+.*, and Jetpay needs 99 or later: upgrade`,
      ),
    })
    const made = await client.query(`select from pg_class where relname = 'made'`)
    assert.equal(made.rowCount, 0)
  })

  test(`${side.which}: a migration that waits for a lock gives up, says what to do, and leaves nothing; later it runs`, async (t) => {
    const { folder, client, run } = await stage(t, side)
    writeFileSync(
      `${folder}/9998_new.sql`,
      `create table made (id int);\nalter table ${side.table} add column odd int;`,
    )
    await client.query('begin')
    await client.query(`select from ${side.table}`)
    await assert.rejects(run(), (error: Error) => {
      assert.equal(error.name, 'OperatorError')
      assert.match(
        error.message,
        new RegExp(`^migrations/${side.which}/9998_new\\.sql needs a lock .*start again\\.$`),
      )
      return true
    })
    const made = await client.query(`select from pg_class where relname = 'made'`)
    assert.equal(made.rowCount, 0)
    await client.query('commit')
    assert.deepEqual(await run(), ['9998_new.sql'])
    assert.deepEqual(await run(), [])
    await client.query(`alter table ${side.table} drop column odd; drop table made`)
    await client.query(`delete from migrations where name = '9998_new.sql'`)
  })

  test(`${side.which}: a file that changed after it ran is refused by name, and nothing new is run`, async (t) => {
    const { folder, client, last, run } = await stage(t, side)
    writeFileSync(`${folder}/9999_next.sql`, 'create table next (id int);')
    appendFileSync(`${folder}/${last}`, '\nselect 1;\n')
    await assert.rejects(run(), {
      name: 'OperatorError',
      message: new RegExp(
        `^migrations/${side.which}/${last} is not what this database ran; .*new migration\\.$`,
      ),
    })
    assert.equal((await client.query(`select from pg_class where relname = 'next'`)).rowCount, 0)
  })

  test(`${side.which}: comments, blank space and line ends are no change; what is quoted is`, async (t) => {
    const { folder, client, last, run } = await stage(t, side)
    const text = readFileSync(`${folder}/${last}`, 'utf8')
    writeFileSync(`${folder}/${last}`, `-- it's new\n/* too */${text.replaceAll('\n', '\r\n\r\n')}-- end`)
    assert.deepEqual(await run(), [])
    // By a file that quotes.
    writeFileSync(`${folder}/9999_quotes.sql`, `comment on table ${side.table} is 'it''s -- one';`)
    assert.deepEqual(await run(), ['9999_quotes.sql'])
    writeFileSync(`${folder}/9999_quotes.sql`, `comment on table ${side.table} is 'it''s  -- two';`)
    await assert.rejects(run(), /9999_quotes\.sql is not what this database ran/)
    await client.query(`delete from migrations where name = '9999_quotes.sql'`)
  })

  test(`${side.which}: a database from before there were hashes gets those of the files that are there`, async (t) => {
    const { folder, client, last, run } = await stage(t, side)
    const hashes = async () => (await client.query('select name, sha256 from migrations order by name')).rows
    const made = await hashes()
    await client.query('alter table migrations drop column sha256')
    assert.deepEqual(await run(), [])
    assert.deepEqual(await hashes(), made)
    appendFileSync(`${folder}/${last}`, '\nselect 1;\n')
    await assert.rejects(run(), /is not what this database ran/)
  })

  test(`${side.which}: a backup that reads all tables keeps nobody from starting`, async (t) => {
    const { client, run } = await stage(t, side)
    await client.query(`begin; lock table migrations, ${side.table} in access share mode`)
    assert.deepEqual(await run(), [])
    await client.query('commit')
  })

  test(`${side.which}: where the list of migrations itself cannot be changed, that is one line too`, async (t) => {
    const { client, run } = await stage(t, side)
    await client.query('alter table migrations drop column sha256')
    await client.query('begin; lock table migrations in access share mode')
    await assert.rejects(run(), {
      name: 'OperatorError',
      message: /^The list of migrations needs a lock .*start again\.$/,
    })
    await client.query('commit')
    assert.deepEqual(await run(), [])
  })

  test(`${side.which}: of two that start at once the second waits for the first, longer than for any other lock`, async (t) => {
    const { client, run } = await stage(t, side)
    await client.query('select pg_advisory_lock(7305217)')
    let ended = false
    const second = run().finally(() => {
      ended = true
    })
    // It asks again and again; while it does, it holds no snapshot that an index built concurrently waits
    // for.
    await until('it to ask for longer than a migration waits', async () => {
      const { rowCount } = await client.query(
        `select from pg_stat_activity where query like 'select pg_try_advisory_lock%' and state = 'idle'
         and pid <> pg_backend_pid() and backend_start < now() - interval '${lockMs * 2} ms'
         and datname = current_database()`,
      )
      return rowCount! > 0
    })
    assert.equal(ended, false)
    await client.query('select pg_advisory_unlock(7305217)')
    assert.deepEqual(await second, [])
  })
}

test('a database that is away is one line that names its setting, and neither its address nor its password', async () => {
  const url = `postgres://jetpay:pass-4711@127.0.0.1:${await freePort('127.0.0.1')}/jetpay`
  for (const [which, setting] of [
    ['main', 'DATABASE_URL'],
    ['vault', 'VAULT_DATABASE_URL'],
  ] as const)
    await assert.rejects(migrate(url, which), (error: Error) => {
      assert.equal(error.name, 'OperatorError')
      assert.match(error.message, new RegExp(`^The ${which} database .*ECONNREFUSED.* ${setting} is right`))
      assert.doesNotMatch(error.message, /pass-4711|\n/)
      return true
    })
})
