/**
 * An installation of several processes of each role, as on several hosts: two apis and two vaults behind
 * haproxy with the file of `deploy/`, two workers, the vaults asked by mutual TLS.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import type { TestContext } from 'node:test'
import { makeCertificates } from '../../src/commands/certs.ts'
import { projectFolder, readConfig } from '../../src/ground/config.ts'
import { freePort } from '../../src/ground/free-port.ts'
import { openContext } from '../../src/process/context.ts'
import { startSimulator } from '../../src/simulator/server.ts'
import { seedDemo } from '../../src/supervisor/seed-demo.ts'
import { createDatabases, until } from '../platform.ts'
import { newDataFolder } from '../system.ts'

const HOST = '127.0.0.1'
/** Four looks of the balancer. */
const DRAIN_MS = 2_000

type Role = 'api' | 'vault' | 'worker'
type Member = { name: string; restart(): Promise<void>; stop(): Promise<void> }
export type Cluster = Awaited<ReturnType<typeof startCluster>>

const isReady = (port: number) =>
  fetch(`http://${HOST}:${port}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )

/** One process of a role, which is ready when this resolves. */
async function startMember(
  role: Role,
  name: string,
  env: Record<string, string>,
  metricsPort: number,
): Promise<Member> {
  let output = ''
  let child: ChildProcess
  async function start() {
    child = spawn(process.execPath, ['src/main.ts', role], {
      cwd: projectFolder,
      env: { PATH: process.env.PATH, ...env },
      // By the channel it hears that we are gone, and stops.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
    await until(`${name} to be ready`, async () => {
      assert.equal(child.exitCode, null, `${name} ended: ${output}`)
      return isReady(metricsPort)
    })
  }
  async function stop() {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
    assert.equal(child.exitCode, 0, `${name} did not end by itself: ${output}`)
  }
  await start()
  return {
    name,
    stop,
    async restart() {
      await stop()
      await start()
    },
  }
}

export async function startCluster(t: TestContext) {
  const folder = newDataFolder()
  const databases = await createDatabases()
  const undo: (() => Promise<unknown>)[] = [databases.drop]
  t.after(async () => {
    for (const one of undo.toReversed()) await one()
  })
  const ports = await Promise.all(Array.from({ length: 16 }, () => freePort(HOST)))
  const port = () => ports.pop() ?? assert.fail('more ports are needed')
  const [payPort, cardsPort, isoPort] = [port(), port(), port()]
  const certificates = `${folder}/certificates`
  await makeCertificates(certificates)
  const vaultAt = [port(), port()]
  const common = {
    JETPAY_DATA: folder,
    JETPAY_LOG_LEVEL: 'warn',
    JETPAY_HOST: HOST,
    JETPAY_PUBLIC_URL: `http://${HOST}:${payPort}`,
    JETPAY_VAULT_PUBLIC_URL: `http://${HOST}:${cardsPort}`,
    JETPAY_NETWORK_PORT: String(isoPort),
    JETPAY_RATE_LIMIT: '100000',
    JETPAY_DRAIN_MS: String(DRAIN_MS),
    JETPAY_WORKER_PROCESSES: '2',
    JETPAY_TLS_CA_FILE: `${certificates}/ca.crt`,
  }
  const shows = (role: Role) => ({
    JETPAY_TLS_KEY_FILE: `${certificates}/${role}.key`,
    JETPAY_TLS_CERTIFICATE_FILE: `${certificates}/${role}.crt`,
  })
  const asks = {
    DATABASE_URL: databases.databaseUrl,
    JETPAY_VAULTS: vaultAt.map((at) => `${HOST}:${at}`).join(','),
  }
  const config = readConfig({ ...common, ...shows('api'), ...asks })
  const simulator = await startSimulator({
    host: HOST,
    httpPort: 0,
    isoPort,
    dialect: 'ascii',
    dataFolder: `${folder}/simulator`,
    bank: config.bank,
    clearingFolder: config.clearingFolder,
    lateAnswerMs: 60_000,
  })
  undo.push(() => simulator.close())
  const context = await openContext('cli', config)
  undo.push(() => context.close())
  const demo = await seedDemo(context.db, context.seal, {})

  const members: Member[] = []
  undo.push(() => Promise.all(members.map((member) => member.stop())))
  const servers: Record<string, { port: number; metrics: number }> = {}
  for (const [at, tlsPort] of vaultAt.entries()) {
    const own = { port: port(), metrics: port() }
    servers[`vault-${at + 1}`] = own
    const env = {
      ...common,
      ...shows('vault'),
      VAULT_DATABASE_URL: databases.vaultDatabaseUrl,
      JETPAY_VAULT_SOCKET: `${folder}/vault-${at + 1}.sock`,
      JETPAY_VAULT_LISTEN: `${HOST}:${tlsPort}`,
      JETPAY_VAULT_PORT: String(own.port),
      JETPAY_VAULT_METRICS_PORT: String(own.metrics),
    }
    members.push(await startMember('vault', `vault-${at + 1}`, env, own.metrics))
  }
  for (const at of [1, 2]) {
    const own = { port: port(), metrics: port() }
    servers[`api-${at}`] = own
    const env = {
      ...common,
      ...shows('api'),
      ...asks,
      JETPAY_API_PORT: String(own.port),
      JETPAY_METRICS_PORT: String(own.metrics),
    }
    members.push(await startMember('api', `api-${at}`, env, own.metrics))
  }
  for (const at of [1, 2]) {
    const metrics = port()
    const env = { ...common, ...shows('worker'), ...asks, JETPAY_WORKER_METRICS_PORT: String(metrics) }
    members.push(await startMember('worker', `worker-${at}`, env, metrics))
  }

  const file = `${folder}/haproxy.cfg`
  writeFileSync(file, balancing({ payPort, cardsPort, servers }))
  const haproxy = spawn('haproxy', ['-db', '-f', file], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [haproxy.stdout, haproxy.stderr]) stream.on('data', (chunk) => (said += chunk))
  undo.push(async () => {
    haproxy.kill('SIGTERM')
    if (haproxy.exitCode === null) await once(haproxy, 'exit')
  })
  const url = `http://${HOST}:${payPort}`
  for (const at of [url, `http://${HOST}:${cardsPort}`])
    await until('haproxy to serve', async () => {
      assert.equal(haproxy.exitCode, null, said)
      return fetch(`${at}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      )
    })

  return {
    demo,
    url,
    db: context.db,
    simulatorUrl: simulator.httpUrl,
    members,
  }
}

/** The file of `deploy/` with the addresses of this machine, and without TLS, for which it names files. */
function balancing(at: {
  payPort: number
  cardsPort: number
  servers: Record<string, { port: number; metrics: number }>
}): string {
  return readFileSync(`${projectFolder}/deploy/haproxy/jetpay.cfg`, 'utf8')
    .replace(/maxconn \d+/, 'maxconn 2000')
    .replace(/bind :443 .*/, `bind ${HOST}:${at.payPort}`)
    .replace(/bind :8443 .*/, `bind ${HOST}:${at.cardsPort}`)
    .replaceAll(/server (\S+) \S+ check port \d+/g, (_line, name: string) => {
      const { port, metrics } = at.servers[name] ?? assert.fail(name)
      return `server ${name} ${HOST}:${port} check port ${metrics}`
    })
}
