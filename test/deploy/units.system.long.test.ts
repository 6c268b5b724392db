/** What `deploy/systemd` holds is enough to run a live host, on databases of its own. */
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { freePort } from '../../src/ground/free-port.ts'
import { liveCommand, openLiveCompany } from '../live-company.ts'
import { startTestNetwork } from '../network.ts'
import { createDatabases, until } from '../platform.ts'
import { newDataFolder } from '../system.ts'
import { type Host, openHost, startUnit } from './units.ts'

const folder = newDataFolder()
const roles = ['vault', 'api', 'worker'] as const
const running: ReturnType<typeof startUnit>[] = []
let databases: Awaited<ReturnType<typeof createDatabases>>
let host: Host
let opened: ReturnType<typeof openHost>
let ports: Record<'api' | 'vault' | 'metrics' | 'vaultMetrics' | 'workerMetrics', number>

before(async (t) => {
  databases = await createDatabases()
  const { simulator } = await startTestNetwork(t as never)
  const [api, vault, metrics, vaultMetrics, workerMetrics] = await Promise.all(
    Array.from({ length: 5 }, () => freePort('127.0.0.1')),
  )
  ports = {
    api: api!,
    vault: vault!,
    metrics: metrics!,
    vaultMetrics: vaultMetrics!,
    workerMetrics: workerMetrics!,
  }
  host = {
    folder,
    credentials: {
      'database-url': databases.databaseUrl,
      'vault-database-url': databases.vaultDatabaseUrl,
      'smtp-url': 'smtp://user:secret@127.0.0.1:1',
    },
    // What the tests' network and this machine have other than the examples.
    settings: {
      JETPAY_API_PORT: String(api),
      JETPAY_VAULT_PORT: String(vault),
      JETPAY_METRICS_PORT: String(metrics),
      JETPAY_VAULT_METRICS_PORT: String(vaultMetrics),
      JETPAY_WORKER_METRICS_PORT: String(workerMetrics),
      JETPAY_NETWORK_PORT: String(simulator.isoPort),
      JETPAY_NETWORK_DIALECT: 'bcd',
      JETPAY_ACQUIRER_ID: '400555',
    },
  }
  opened = openHost(host)
})
after(async () => {
  for (const { process } of running) process.kill('SIGTERM')
  await Promise.all(running.map(({ ended }) => ended))
  await databases.drop()
  rmSync(folder, { recursive: true, force: true })
})

const start = (unit: string) => startUnit(host, opened.users, unit)

test('jetpay-migrate brings both databases up to date with the two credentials that it has', async () => {
  const migrate = start('jetpay-migrate.service')
  assert.equal(await migrate.ended, 0, migrate.output())
})

test('vault, api and worker become ready, each with what its unit gives it, and a card is charged', async () => {
  for (const role of roles) running.push(start(`jetpay-${role}.service`))
  const isReady = (port: number) => async () => {
    const ended = running.find(({ process }) => process.exitCode !== null)
    assert.equal(ended, undefined, ended?.output())
    return fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
  }
  for (const port of [ports.vaultMetrics, ports.metrics, ports.workerMetrics])
    await until(`port ${port} to be ready`, isReady(port), 60_000)
  const jetpay = liveCommand({
    JETPAY_DATA: `${folder}/var/lib/jetpay`,
    DATABASE_URL: databases.databaseUrl,
    JETPAY_PUBLIC_URL: 'https://pay.example',
    JETPAY_VAULT_PUBLIC_URL: 'https://cards.example',
  })
  const company = await openLiveCompany(jetpay, { apiPort: ports.api, vaultPort: ports.vault })
  assert.equal(await company.chargeACard(), 200)
})

test('jetpay-verify finds every invariant to hold, and a stop ends each role within its time', async () => {
  const verify = start('jetpay-verify.service')
  assert.equal(await verify.ended, 0, verify.output())
  for (const { process } of running) process.kill('SIGTERM')
  assert.deepEqual(await Promise.all(running.map(({ ended }) => ended)), [0, 0, 0])
})
