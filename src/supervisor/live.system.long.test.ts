/**
 * A live installation on databases of its own, as an attacker finds it who has taken over the api: what each
 * role was given, and what the api's user can reach of the vault (PCI DSS 7.2.1).
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { liveCommand, openLiveCompany } from '../../test/live-company.ts'
import { startTestNetwork } from '../../test/network.ts'
import { createDatabases, until } from '../../test/platform.ts'
import { memoryOf } from '../../test/process-memory.ts'
import { newDataFolder, processes, type Started, spawnStart } from '../../test/system.ts'

const folder = newDataFolder()
const isRoot = process.getuid?.() === 0
const secrets = { smtp: 'smtp-secret-4711', sftp: 'sftp-secret-4712', stray: 'stray-secret-4713' }
let databases: Awaited<ReturnType<typeof createDatabases>>
let started: Started
let run: Record<string, string>
let company: Awaited<ReturnType<typeof openLiveCompany>>

before(async (t) => {
  databases = await createDatabases()
  const { simulator } = await startTestNetwork(t as never)
  const file = `${folder}/database-url`
  writeFileSync(file, databases.databaseUrl, { mode: 0o600 })
  chmodSync(file, 0o600)
  started = spawnStart(folder, {
    JETPAY_ENVIRONMENT: 'live',
    JETPAY_PUBLIC_URL: 'https://pay.example',
    JETPAY_VAULT_PUBLIC_URL: 'https://cards.example',
    DATABASE_URL_FILE: file,
    VAULT_DATABASE_URL: databases.vaultDatabaseUrl,
    JETPAY_SMTP_URL: `smtp://user:${secrets.smtp}@127.0.0.1:1`,
    JETPAY_BANK_SFTP_URL: 'sftp://me@127.0.0.1:1/',
    JETPAY_BANK_SFTP_PASSWORD: secrets.sftp,
    JETPAY_BANK_SFTP_HOST_KEY: `SHA256:${Buffer.alloc(32, 1).toString('base64').slice(0, 43)}`,
    JETPAY_NETWORK_PORT: String(simulator.isoPort),
    JETPAY_NETWORK_DIALECT: 'bcd',
    SOMEBODYS_PASSWORD: secrets.stray,
    NODE_OPTIONS: '--no-deprecation',
  })
  await until('it to be ready', async () => started.output().includes('Jetpay is ready'), 150_000)
  run = JSON.parse(readFileSync(`${folder}/run.json`, 'utf8'))
  company = await openLiveCompany(liveCommand({ JETPAY_DATA: folder }), {
    apiPort: run.JETPAY_API_PORT!,
    vaultPort: run.JETPAY_VAULT_PORT!,
  })
})
after(async () => {
  started.process.kill('SIGINT')
  await started.ended
  await databases.drop()
  rmSync(folder, { recursive: true, force: true })
})

const pidOf = (role: string) =>
  processes().find(
    ({ parent, command }) => parent === started.process.pid && command.includes(`jetpay ${role}`),
  )!.pid
const passwordOf = (url: string) => new URL(url).password

test('a card is saved and charged: the roles reach each other across their users', async () => {
  assert.equal(await company.chargeACard(), 200)
})

test('no role has a secret in its environment, nor anything else that it was not given', () => {
  const passwords = [databases.databaseUrl, databases.vaultDatabaseUrl].map(passwordOf)
  for (const role of ['api', 'worker', 'vault']) {
    const environment = readFileSync(`/proc/${pidOf(role)}/environ`, 'latin1')
    for (const secret of [...passwords, ...Object.values(secrets)])
      assert.ok(!environment.includes(secret), role)
    assert.ok(!/NODE_OPTIONS|NODE_COMPILE_CACHE|SOMEBODYS/.test(environment), role)
  }
})

test('no role has another’s secrets in its memory', () => {
  const others = {
    api: [passwordOf(databases.vaultDatabaseUrl), secrets.smtp, secrets.sftp],
    worker: [passwordOf(databases.vaultDatabaseUrl)],
    vault: [passwordOf(databases.databaseUrl), secrets.smtp, secrets.sftp],
  }
  for (const [role, foreign] of Object.entries(others))
    for (const { bytes } of memoryOf(pidOf(role)))
      for (const secret of foreign) assert.ok(!bytes.includes(secret), `${role} knows another's secret`)
})

test('no role can leave an image of its memory on the disk', () => {
  for (const role of ['api', 'worker', 'vault'])
    assert.match(readFileSync(`/proc/${pidOf(role)}/limits`, 'utf8'), /^Max core file size +0 /m, role)
})

test('metrics and readiness are not on the public ports, but on the operators’', async () => {
  for (const port of [run.JETPAY_API_PORT, run.JETPAY_VAULT_PORT]) {
    for (const path of ['/metrics', '/readyz'])
      assert.equal((await fetch(`http://127.0.0.1:${port}${path}`)).status, 404, `${port}${path}`)
    assert.equal((await fetch(`http://127.0.0.1:${port}/healthz`)).status, 200)
  }
  for (const [role, name] of [
    ['api', ''],
    ['vault', 'VAULT_'],
    ['worker', 'WORKER_'],
  ]) {
    const at = `http://127.0.0.1:${run[`JETPAY_${name}METRICS_PORT`]}`
    const isReady = async () => ((await (await fetch(`${at}/readyz`)).json()) as { ready: boolean }).ready
    await until(`${role} to be ready`, isReady)
    assert.match(await (await fetch(`${at}/metrics`)).text(), new RegExp(`role="${role}"`))
  }
})

test('every answer keeps browsers to https and out of caches', async () => {
  const answers = [
    await company.call('GET', '/contact'),
    await company.call('GET', '/nothing'),
    await fetch(`http://127.0.0.1:${run.JETPAY_VAULT_PORT}/tokenize/x`, { method: 'POST' }),
    await fetch(`http://127.0.0.1:${run.JETPAY_VAULT_PORT}/healthz`),
  ]
  for (const { headers } of answers) {
    assert.match(headers.get('strict-transport-security') ?? '', /max-age=\d{8}/)
    assert.equal(headers.get('cache-control'), 'no-store')
  }
})

test('bytes that are no HTTP are answered with the same headers', async () => {
  const names = ['API_PORT', 'VAULT_PORT', 'METRICS_PORT', 'VAULT_METRICS_PORT', 'WORKER_METRICS_PORT']
  for (const port of names.map((name) => Number(run[`JETPAY_${name}`])))
    for (const bytes of [
      'hello\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: x\r\nExpect: x\r\n\r\n',
      'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n',
    ]) {
      const socket = connect(port, '127.0.0.1')
      socket.write(bytes)
      const answer = await text(socket)
      assert.match(answer, /^strict-transport-security: max-age=\d{8}/im, `${port} ${bytes}`)
      assert.match(answer, /^cache-control: no-store\r$/im)
    }
})

test('an address in the clear stops the start before anything runs', async () => {
  const other = newDataFolder()
  const { output, ended } = spawnStart(other, { JETPAY_ENVIRONMENT: 'live' })
  assert.equal(await ended, 1)
  assert.match(output(), /^JETPAY_PUBLIC_URL is not https: .*\n$/)
  rmSync(other, { recursive: true })
})

// Only root can lend users.
if (isRoot) {
  test('the api’s user can neither read the vault’s keys, nor its environment or memory, nor any password', () => {
    const [api, vault] = [pidOf('api'), pidOf('vault')].map((pid) => statSync(`/proc/${pid}`))
    assert.ok(api!.uid !== 0 && vault!.uid !== 0 && api!.uid !== vault!.uid)
    const closed = [
      `${folder}/keys/vault.json`,
      `${folder}/database-url`,
      `${folder}/run.json`,
      `/proc/${pidOf('vault')}/environ`,
      `/proc/${pidOf('vault')}/mem`,
      `/proc/${started.process.pid}/environ`,
    ]
    for (const path of closed) {
      const tried = spawnSync('head', ['-c', '1', path], {
        uid: api!.uid,
        gid: api!.gid,
        cwd: '/',
        encoding: 'utf8',
      })
      assert.match(tried.stderr, /Permission denied/, path)
    }
    const socket = statSync(`${folder}/vault/vault.sock`)
    assert.deepEqual([socket.uid, socket.gid, socket.mode & 0o777], [vault!.uid, api!.gid, 0o660])
    for (const file of ['keys/vault.json', 'keys/main.json'])
      assert.equal(statSync(`${folder}/${file}`).mode & 0o777, 0o600)
  })
} else {
  test('that the vault has no user of its own is said', () => {
    assert.match(started.output(), /The vault runs as the same user as the rest/)
  })
}
