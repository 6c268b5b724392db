/**
 * What docs/backup.md has its reader do with pgBackRest, on a PostgreSQL 15 that this test starts, where both
 * are installed.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { databaseUser } from '../../src/db/database-user.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/db/embedded.ts'
import { migrate } from '../../src/db/migrate.ts'
import { type Installation, mainUrl, provision, vaultUrl } from '../../src/db/provision.ts'
import { type Database, openDatabase, sql } from '../../src/db/sql.ts'
import { projectFolder } from '../../src/ground/config.ts'
import { freePort } from '../../src/ground/free-port.ts'
import { openLogFile } from '../../src/supervisor/log-file.ts'
import { samplesOf } from '../guide/samples.ts'
import { until } from '../platform.ts'

const programs = '/usr/lib/postgresql/15/bin'
const has = existsSync(`${programs}/postgres`) && existsSync('/usr/bin/pgbackrest')
const folder = mkdtempSync(`${process.env.JETPAY_TEST_FOLDER}/pitr-`)
const runAs = databaseUser()
const host = '127.0.0.1'
const [create, restoreCommand] = samplesOf('docs/backup.md', 'sh').filter(({ source }) =>
  source.includes('pgbackrest'),
)

let at: Installation
let server: EmbeddedPostgres | undefined
before(async () => {
  if (!has) return
  at = {
    host,
    port: await freePort(host),
    adminPassword: 'admin-of-a-test',
    mainPassword: 'main-of-a-test',
    vaultPassword: 'vault-of-a-test',
  }
  chmodSync(folder, 0o711)
  for (const name of ['socket', 'repo', 'logs', 'lock']) {
    mkdirSync(`${folder}/${name}`)
    if (runAs.uid !== undefined) spawnSync('chown', [`${runAs.uid}:${runAs.gid}`, `${folder}/${name}`])
  }
  const [sample] = samplesOf('docs/backup.md', 'ini')
  const conf = sample!.source
    .replace('/var/lib/pgbackrest', `${folder}/repo`)
    .replace('/var/lib/postgresql/15/main', `${folder}/postgres/data`)
    .replace('/var/run/postgresql', `${folder}/socket`)
    .replace('5432', String(at.port))
    .replace('[global]', `[global]\nlog-path=${folder}/logs\nlock-path=${folder}/lock`)
  writeFileSync(`${folder}/pgbackrest.conf`, conf)
  // As if it were in /etc: PostgreSQL runs pgBackRest, too, to keep its log and to read it back.
  process.env.PGBACKREST_CONFIG = `${folder}/pgbackrest.conf`
})
after(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const start = () =>
  startEmbeddedPostgres({
    folder: `${folder}/postgres`,
    host,
    port: at.port,
    adminPassword: at.adminPassword,
    log: openLogFile(`${folder}/postgres.log`, () => undefined),
    programs,
    flags: [
      'shared_buffers=16MB',
      `unix_socket_directories=${folder}/socket`,
      'archive_mode=on',
      'archive_command=pgbackrest --stanza=jetpay archive-push %p',
    ],
  })

/** A sample of the page, as the database's user runs it. */
function runSample(source: string, env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-e', '-c', source], {
    ...runAs,
    cwd: '/',
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      PGBACKREST_CONFIG: `${folder}/pgbackrest.conf`,
      PGPASSWORD: at.adminPassword,
      ...env,
    },
  })
  assert.equal(status, 0, `${stdout}${stderr}`)
}

async function on<Result>(url: string, work: (db: Database) => Promise<Result>): Promise<Result> {
  const db = openDatabase(url, 1, () => undefined)
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}
/** A mark in each of the databases, the vault's first. */
async function mark(to: number): Promise<void> {
  await on(vaultUrl(at), (db) => db.run(sql`update card_log_head set last_log_id = ${to}`))
  await on(mainUrl(at), (db) => db.run(sql`update vault_cursor set last_log_id = ${to}`))
}
const marks = async () => [
  await on(vaultUrl(at), (db) =>
    db.one<{ mark: bigint }>(sql`select last_log_id as mark from card_log_head`),
  ),
  await on(mainUrl(at), (db) => db.one<{ mark: bigint }>(sql`select last_log_id as mark from vault_cursor`)),
]

const jetpay = (...words: string[]) =>
  spawnSync(`${projectFolder}/bin/jetpay`, [...words, '--json'], {
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: mainUrl(at), VAULT_DATABASE_URL: vaultUrl(at), JETPAY_DATA: folder },
  })

test('both databases are restored to one moment between a backup and the end', { skip: !has }, async () => {
  server = await start()
  await provision(at)
  await migrate(mainUrl(at), 'main')
  await migrate(vaultUrl(at), 'vault')
  await mark(1)
  runSample(create!.source)
  // pgBackRest counts in seconds, and takes a backup for a moment that is some after its end.
  const ended = Date.now()
  await until('a moment that is not the backup’s', async () => Date.now() > ended + 2_000)
  await mark(2)
  const { moment } = await on(mainUrl(at), (db) =>
    db.one<{ moment: string }>(sql`select clock_timestamp()::text as moment`),
  )
  await mark(3)
  assert.deepEqual(await marks(), [{ mark: 3n }, { mark: 3n }])
  await server.stop()

  runSample(restoreCommand!.source, { MOMENT: moment })
  server = await start()
  assert.deepEqual(await marks(), [{ mark: 2n }, { mark: 2n }])
})

test('a vault of an earlier moment than the main database is refused, and nothing is begun', {
  skip: !has,
}, async () => {
  await on(mainUrl(at), (db) => db.run(sql`update vault_cursor set last_log_id = 3`))
  const { status, stderr } = jetpay('recovery', 'begin')
  assert.deepEqual([status, JSON.parse(stderr).code], [1, 'wrong_state'])
  assert.equal(await on(mainUrl(at), (db) => db.first(sql`select from recoveries`)), undefined)
  await on(mainUrl(at), (db) => db.run(sql`update vault_cursor set last_log_id = 2`))
})

test('a recovery is begun once, by who is alone on the database', { skip: !has }, async () => {
  await on(mainUrl(at), async (db) => {
    await db.first(sql`select`)
    assert.match(jetpay('recovery', 'begin').stderr, /other connections are open/)
  })
  const { status, stdout, stderr } = jetpay('recovery', 'begin')
  assert.equal(status, 0, stderr)
  assert.ok(JSON.parse(stdout).recovery_id)
  assert.match(jetpay('recovery', 'begin').stderr, /under way already/)
})
