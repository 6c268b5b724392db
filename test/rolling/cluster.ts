/**
 * An installation of several processes of each role, as on several hosts: two apis and two vaults behind
 * haproxy with the file of `deploy/`, two workers, the vaults asked by mutual TLS.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import type { TestContext } from 'node:test'
import { promisify } from 'node:util'
import { makeCertificates } from '../../src/commands/certs.ts'
import { openDatabase } from '../../src/db/sql.ts'
import { projectFolder, readConfig } from '../../src/ground/config.ts'
import { freePort } from '../../src/ground/free-port.ts'
import { startSimulator } from '../../src/simulator/server.ts'
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

/**
 * One process of a role, which is ready when this resolves, of the program that `from` names at each start.
 */
async function startMember(
  role: Role,
  name: string,
  { env, metricsPort, from }: { env: Record<string, string>; metricsPort: number; from: () => string },
): Promise<Member> {
  let output = ''
  let child: ChildProcess
  async function start() {
    child = spawn(process.execPath, ['src/main.ts', role], {
      cwd: from(),
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

/**
 * `before`: a folder with another version of the program, from which all of it is started until `upgrade`.
 */
export async function startCluster(t: TestContext, before?: string) {
  let program = before ?? projectFolder
  const from = () => program
  const folder = newDataFolder()
  const databases = await createDatabases(undefined, { empty: before !== undefined })
  const urls = { DATABASE_URL: databases.databaseUrl, VAULT_DATABASE_URL: databases.vaultDatabaseUrl }
  const jetpay = (...words: string[]) =>
    promisify(execFile)(process.execPath, ['src/main.ts', ...words], {
      cwd: program,
      env: { PATH: process.env.PATH, JETPAY_DATA: folder, JETPAY_LOG_LEVEL: 'warn', ...urls },
    })
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
  await jetpay('migrate')
  await jetpay('company', 'seed-demo')
  const demo = JSON.parse(readFileSync(`${folder}/demo.json`, 'utf8')) as {
    api_token: string
    bank_account_id: string
  }
  const db = openDatabase(databases.databaseUrl, 2, () => undefined)
  undo.push(() => db.close())

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
    members.push(await startMember('vault', `vault-${at + 1}`, { env, metricsPort: own.metrics, from }))
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
    members.push(await startMember('api', `api-${at}`, { env, metricsPort: own.metrics, from }))
  }
  for (const at of [1, 2]) {
    const metrics = port()
    const env = { ...common, ...shows('worker'), ...asks, JETPAY_WORKER_METRICS_PORT: String(metrics) }
    members.push(await startMember('worker', `worker-${at}`, { env, metricsPort: metrics, from }))
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
    cardsUrl: `http://${HOST}:${cardsPort}`,
    db,
    simulatorUrl: simulator.httpUrl,
    members,
    /** What is started from now on is of this version, and the databases are. */
    async upgrade() {
      program = projectFolder
      await jetpay('migrate')
    },
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
    .replace(/bind :443 .*/, `bind ${HOST}:${at.payPort}\n  bind ${HOST}:${at.cardsPort}`)
    .replace(/if \{ req.hdr\(host\).*/, `if { dst_port ${at.cardsPort} }`)
    .replaceAll(/server (\S+) \S+ check port \d+/g, (_line, name: string) => {
      const { port, metrics } = at.servers[name] ?? assert.fail(name)
      return `server ${name} ${HOST}:${port} check port ${metrics}`
    })
}
