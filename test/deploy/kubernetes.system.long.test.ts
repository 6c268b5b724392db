/**
 * What `deploy/kubernetes` gives its pods is enough to run live: the migration, two vaults that are asked by
 * mutual TLS, api, worker and verify, each with its own Secrets alone, as a user that is not root.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { after, before, test } from 'node:test'
import { makeCertificates } from '../../src/commands/certs.ts'
import { freePort } from '../../src/ground/free-port.ts'
import { liveCommand, openLiveCompany } from '../live-company.ts'
import { startTestNetwork } from '../network.ts'
import { createDatabases, until } from '../platform.ts'
import { newDataFolder } from '../system.ts'
import { type Secrets, startPod } from './pods.ts'

const folder = newDataFolder()
const running: ReturnType<typeof startPod>[] = []
const key = () => randomBytes(32).toString('base64url')
let databases: Awaited<ReturnType<typeof createDatabases>>
let secrets: Secrets
let ports: number[]
let network: Record<string, string>
before(async (t) => {
  databases = await createDatabases()
  const { simulator } = await startTestNetwork(t as never)
  ports = await Promise.all(Array.from({ length: 9 }, () => freePort('127.0.0.1')))
  const certificates = mkdtempSync(`${tmpdir()}/jetpay-certificates-`)
  await makeCertificates(certificates)
  const read = (name: string) => readFileSync(`${certificates}/${name}`, 'utf8')
  const identity = (role: string) => ({
    'tls.key': read(`${role}.key`),
    'tls.crt': read(`${role}.crt`),
    'ca.crt': read('ca.crt'),
  })
  secrets = {
    'jetpay-main': {
      'database-url': databases.databaseUrl,
      'main.json': JSON.stringify({ sealing_key: key() }),
    },
    'jetpay-vault': {
      'vault-database-url': databases.vaultDatabaseUrl,
      'vault.json': JSON.stringify({ kek_1: key() }),
    },
    'jetpay-smtp': { 'smtp-url': 'smtp://user:secret@127.0.0.1:1' },
    'jetpay-api-identity': identity('api'),
    'jetpay-worker-identity': identity('worker'),
    'jetpay-vault-identity': identity('vault'),
    'jetpay-api-tls': {},
    'jetpay-cards-tls': {},
  }
  rmSync(certificates, { recursive: true })
  // The tests' network is on this machine, and asks for no certificate.
  network = {
    JETPAY_NETWORK_HOST: '127.0.0.1',
    JETPAY_NETWORK_PORT: String(simulator.isoPort),
    JETPAY_NETWORK_TLS: 'off',
    JETPAY_NETWORK_DIALECT: 'bcd',
    JETPAY_ACQUIRER_ID: '400555',
  }
})
after(async () => {
  for (const { process } of running) process.kill('SIGTERM')
  await Promise.all(running.map(({ ended }) => ended))
  await databases.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** All on one loopback here; its own TLS towards browsers is src/vault/listen-tls.test.ts. */
const onLoopback = {
  JETPAY_HOST: '127.0.0.1',
  JETPAY_METRICS_HOST: '127.0.0.1',
  JETPAY_LISTEN_KEY_FILE: undefined,
  JETPAY_LISTEN_CERTIFICATE_FILE: undefined,
  JETPAY_DRAIN_MS: '0',
}
const start = (pod: string, role: string, changed: Record<string, string | undefined> = {}) =>
  startPod({ folder: `${folder}/${pod}`, secrets, kustomization: role === 'migrate' ? role : '.' }, role, {
    ...network,
    ...changed,
  })
const isReady = (port: number) => async () => {
  const ended = running.find(({ process }) => process.exitCode !== null)
  assert.equal(ended, undefined, ended?.output())
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )
}

test('the migration brings both databases up to date', async () => {
  const migrate = start('migrate', 'migrate')
  assert.equal(await migrate.ended, 0, migrate.output())
})

test('two vaults, api and worker become ready with their own Secrets alone, and a card is charged', async () => {
  const [api, apiMetrics, workerMetrics, ...ofVaults] = ports.map(String)
  const doors: string[] = []
  for (const at of [0, 1]) {
    const [port, door, metrics] = ofVaults.slice(at * 3, at * 3 + 3)
    doors.push(`127.0.0.1:${door}`)
    running.push(
      start(`vault-${at}`, 'vault', {
        ...onLoopback,
        JETPAY_VAULT_PORT: port,
        JETPAY_VAULT_LISTEN: `127.0.0.1:${door}`,
        JETPAY_VAULT_METRICS_PORT: metrics,
      }),
    )
  }
  const vaults = { JETPAY_VAULTS: doors.join() }
  const ownPorts = { JETPAY_API_PORT: api, JETPAY_METRICS_PORT: apiMetrics }
  running.push(start('api', 'api', { ...onLoopback, ...vaults, ...ownPorts }))
  running.push(
    start('worker', 'worker', { ...onLoopback, ...vaults, JETPAY_WORKER_METRICS_PORT: workerMetrics }),
  )
  for (const port of [ofVaults[2], ofVaults[5], apiMetrics, workerMetrics])
    await until(`port ${port} to be ready`, isReady(Number(port)), 60_000)
  const jetpay = liveCommand({
    JETPAY_DATA: `${folder}/commands`,
    DATABASE_URL: databases.databaseUrl,
    JETPAY_PUBLIC_URL: 'https://pay.example',
    JETPAY_VAULT_PUBLIC_URL: 'https://cards.example',
  })
  const company = await openLiveCompany(jetpay, { apiPort: Number(api), vaultPort: Number(ofVaults[0]) })
  assert.equal(await company.chargeACard(), 200)
})

test('verify finds every invariant to hold, and a stop ends each role with 0', async () => {
  const verify = start('verify', 'verify')
  assert.equal(await verify.ended, 0, verify.output())
  for (const { process } of running) process.kill('SIGTERM')
  assert.deepEqual(await Promise.all(running.map(({ ended }) => ended)), [0, 0, 0, 0])
})
