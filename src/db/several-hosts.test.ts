/** Two real servers, of which one takes writes; and TLS to them, by an authority of one's own. */
import assert from 'node:assert/strict'
import { chownSync, rmSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { until } from '../../test/platform.ts'
import { newDataFolder } from '../../test/system.ts'
import { untrustedCertificate } from '../../test/untrusted-certificate.ts'
import { addressesOf } from '../ground/database-addresses.ts'
import { freePort } from '../ground/free-port.ts'
import { openLogFile } from '../supervisor/log-file.ts'
import { databaseUser } from './database-user.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts'
import { migrate } from './migrate.ts'
import { databaseUrl, type Installation, mainUrl, provision } from './provision.ts'
import { type Database, isUnavailable, openDatabase, sql } from './sql.ts'

const passwords = {
  adminPassword: 'admin-0123456789',
  mainPassword: 'main-0123456789',
  vaultPassword: 'vault-0123456789',
}
const parent = newDataFolder()
const authority = `${parent}/authority.pem`
type Server = EmbeddedPostgres & { at: Installation }
let first: Server
let second: Server
before(async () => {
  writeFileSync(authority, untrustedCertificate.cert)
  // The certificate is of the first host only.
  first = await start('127.0.0.1')
  second = await start('127.0.0.2')
  await setReadOnly(second, true)
})
after(async () => {
  await first?.stop()
  await second?.stop()
  rmSync(parent, { recursive: true, force: true })
})

async function start(host: string): Promise<Server> {
  const { uid, gid } = databaseUser()
  const file = (name: string, content: string) => {
    const path = `${parent}/${host}.${name}`
    writeFileSync(path, content, { mode: 0o600 })
    if (uid !== undefined) chownSync(path, uid, gid!)
    return path
  }
  const port = await freePort(host)
  const server = await startEmbeddedPostgres({
    folder: `${parent}/${host}`,
    host,
    port,
    adminPassword: passwords.adminPassword,
    log: openLogFile(`${parent}/${host}.log`, () => undefined),
    flags: [
      'shared_buffers=8MB',
      'ssl=on',
      `ssl_cert_file=${file('crt', untrustedCertificate.cert)}`,
      `ssl_key_file=${file('key', untrustedCertificate.key)}`,
    ],
  })
  const at = { host, port, ...passwords }
  await provision(at)
  return { ...server, at }
}

/** As a standby is; what is connected ends, as it does when a server changes its part. */
async function setReadOnly({ at }: Server, readOnly: boolean): Promise<void> {
  const admin = new pg.Client({ connectionString: databaseUrl(at, 'postgres', at.adminPassword, 'postgres') })
  await admin.connect()
  await admin.query(
    readOnly
      ? 'alter database jetpay set default_transaction_read_only = on'
      : 'alter database jetpay reset default_transaction_read_only',
  )
  await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = 'jetpay'`)
  await admin.end()
}

/** Both hosts, the one that takes no writes before the other. */
const both = () =>
  mainUrl(second.at).replace(/@([^/]+)/, `@$1,${first.at.host}:${first.at.port}`) +
  '?target_session_attrs=read-write'

const portOf = async (db: Database) =>
  (await db.one<{ port: number }>(sql`select inet_server_port() as port`)).port

test('sslmode=verify-full believes an authority of one’s own, and no other, nor another host', async () => {
  const connect = async (query: string, { at }: Server = first) => {
    const client = new pg.Client({ connectionString: `${mainUrl(at)}?${query}` })
    client.on('error', () => undefined)
    await client.connect()
    const { rows } = await client.query('select ssl from pg_stat_ssl where pid = pg_backend_pid()')
    await client.end()
    return rows[0].ssl
  }
  const verified = `sslmode=verify-full&sslrootcert=${encodeURIComponent(authority)}`
  assert.equal(await connect(verified), true)
  assert.equal(await connect(''), false)
  await assert.rejects(connect('sslmode=verify-full'), /self-signed certificate/)
  await assert.rejects(connect(verified, second), /not in the cert's list/)
  const db = openDatabase(`${both()}&${verified}`, 1, () => undefined)
  assert.equal(await portOf(db), first.at.port)
  await db.close()
})

test('of several hosts the one that takes writes is used, and after a failover the other, by the same pool', async (t) => {
  const db = openDatabase(both(), 2, () => undefined)
  t.after(() => db.close())
  assert.equal(await portOf(db), first.at.port)
  await migrate(both(), 'main')
  await db.run(sql`select from companies`)

  await setReadOnly(first, true)
  await until('the failover to be noticed', () =>
    portOf(db).then(
      () => false,
      (error) =>
        /no host takes writes: .*takes no writes; .*takes no writes/.test(error.message) &&
        isUnavailable(error),
    ),
  )
  await setReadOnly(second, false)
  assert.equal(await until('the other host', () => portOf(db).catch(() => undefined)), second.at.port)

  await second.stop()
  await setReadOnly(first, false)
  assert.equal(await until('the first again', () => portOf(db).catch(() => undefined)), first.at.port)
})

test('a wrong password is told as that, and another part than the writing one is refused', async (t) => {
  const wrong = openDatabase(both().replace(passwords.mainPassword, 'wrong'), 1, () => undefined)
  t.after(() => wrong.close())
  await assert.rejects(portOf(wrong), /password authentication failed/)
  assert.throws(() => addressesOf('postgres://u@a,b/db?target_session_attrs=standby'), {
    name: 'OperatorError',
    message: /target_session_attrs=standby; Jetpay writes/,
  })
  assert.deepEqual(addressesOf('postgres://u:p@a:1,[::1]:2/db?x=y'), [
    'postgres://u:p@a:1/db?x=y',
    'postgres://u:p@[::1]:2/db?x=y',
  ])
})
