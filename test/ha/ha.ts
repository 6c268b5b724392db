import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { openDatabase } from '../../src/db/sql.ts'
import { projectFolder } from '../../src/ground/config.ts'
import { type ChargeRecord, chargeAgainAndAgain } from '../chaos/charging-client.ts'
import { checkRefunds } from '../chaos/later-truth.ts'
import { seeded } from '../chaos/random.ts'
import { type RefundRecord, refundAgainAndAgain } from '../chaos/refunding-client.ts'
import { settle } from '../chaos/settle.ts'
import { checkCharges } from '../chaos/truth.ts'
import type { World } from '../chaos/world.ts'
import { until } from '../platform.ts'
import { newDataFolder, saveCard, startSystem } from '../system.ts'
import { type Cluster, password, startCluster, type Way } from './cluster.ts'
import type { Fault } from './fault.ts'
import { type FaultName, planFault } from './faults.ts'
import { isTrouble, openHistory } from './history.ts'
import { type Outage, outagesOf, percentile } from './outage.ts'
import { readFeed, readStates } from './reading-clients.ts'
import { judge } from './truth.ts'

export type Plan = { rounds: number; seed: number; faults: readonly FaultName[]; way: Way }
export type Report = { violations: string[]; outages: Outage[]; operations: number; endings: string[] }
type StopWith = (stop: () => Promise<unknown>) => void

const CHARGING = 4
const REFUNDING = 2
/** A primary is away for at least so long: longer than a failover and our own patience. */
const FAULT_MS = 20_000
const NEW_PRIMARY_MS = 60_000
const WHOLE_MS = 120_000
const CALM_MS = 4_000
const SETTLE_MS = 120_000

/** Good cards, and one whose charges are never answered. */
const numbers = ['4242424242424242', '4242424242424242', '5555555555554444', '4000000000900011']

/** As in chaos: what waits for hours in production is seen to end. */
const settings = {
  JETPAY_ATTEMPT_ABANDONED_MS: '8000',
  JETPAY_NETWORK_TIMEOUT_MS: '1000',
  JETPAY_REVERSAL_TIMEOUT_MS: '500',
}

const jetpay = (words: string[], env: Record<string, string>) =>
  promisify(execFile)(process.execPath, ['src/main.ts', ...words], {
    cwd: projectFolder,
    env: { ...process.env, ...env },
  })

/** One run: a cluster, our roles on it, load, and a fault of the primary in each round; then the proof. */
export async function failOver(
  { rounds, seed, faults, way }: Plan,
  folder: string,
  say: (line: string) => void,
  stopWith: StopWith,
  prepareMember: (folder: string) => Record<string, string>,
): Promise<Report> {
  const cluster = await startCluster(`${folder}/cluster`, stopWith, prepareMember)
  say(`three PostgreSQL under Patroni, the primary is ${(await cluster.primary())?.name}; roles go by ${way}`)
  const urls = {
    DATABASE_URL: cluster.url(way, 'jetpay', password(), 'jetpay'),
    VAULT_DATABASE_URL: cluster.url(way, 'jetpay_vault', password(), 'jetpay_vault'),
  }
  await jetpay(['database', 'init'], { ...urls, DATABASE_ADMIN_URL: cluster.adminUrl(way) })
  await jetpay(['migrate'], urls)
  const dataFolder = newDataFolder(folder)
  const system = await startSystem(dataFolder, { ...settings, ...urls }, (rounds + 10) * 10 * 60_000)
  stopWith(() => system.stop())
  const db = openDatabase(urls.DATABASE_URL, 2, () => undefined)
  stopWith(() => db.close())
  say(`roles are up, and the demo's company is seeded`)

  const history = openHistory()
  const random = seeded(seed)
  let isLoading = true
  let deadline = Number.POSITIVE_INFINITY
  const world: World = {
    system,
    seed,
    violations: [],
    secondWorker: () => undefined,
    running: () => isLoading,
    deadline: () => deadline,
  }
  const cards = await Promise.all(numbers.map((number) => saveCard(system, number)))
  const charges: ChargeRecord[] = []
  const refunds: RefundRecord[] = []
  const as = (client: string): World => ({ ...world, heard: history.of(client) })
  const many = (count: number, name: string, run: (name: string) => Promise<void>) =>
    Array.from({ length: count }, (_, at) => run(`${name}-${at}`))
  const clients = [
    ...many(CHARGING, 'charge', (name) => chargeAgainAndAgain(as(name), name, cards, random.fork(), charges)),
    ...many(REFUNDING, 'refund', (name) =>
      refundAgainAndAgain(as(name), name, cards.slice(0, 3), random.fork(), refunds),
    ),
    readFeed(as('feed'), random.fork()),
    readStates(as('states'), random.fork(), history.operations),
  ]
  const outages: Outage[] = []
  const marks: object[] = []
  for (let round = 1; round <= rounds; round++) {
    const fault = faults[(round - 1) % faults.length]!
    outages.push(...(await playRound(round, fault)))
  }
  isLoading = false
  writeFileSync(`${folder}/history.json`, JSON.stringify({ marks, operations: history.operations }))
  deadline = performance.now() + SETTLE_MS
  await Promise.all(clients)
  const left = await settle(world, db, async () => undefined, 'to come')
  if (left)
    world.violations.push(`not final ${SETTLE_MS / 1000} s after the last fault: ${JSON.stringify(left)}`)
  await checkCharges(world, db, charges)
  await checkRefunds(world, db, refunds)
  const { company_id: companyId, simulator_url: simulatorUrl } = system.demo
  world.violations.push(...(await judge(history.operations, { db, companyId, simulatorUrl })))
  const verified = await jetpay(['verify'], { JETPAY_DATA: dataFolder, ...settings }).then(
    () => [],
    ({ stdout, stderr }) => [`jetpay verify:\n${stdout}${stderr}`],
  )
  world.violations.push(...verified)
  const endings = system
    .output()
    .split('\n')
    .filter((line) => line.includes('starting it again'))
  return { violations: world.violations, outages, operations: history.operations.length, endings }

  async function playRound(round: number, name: FaultName): Promise<Outage[]> {
    const victim = await until('a primary', () => cluster.primary())
    const fault = planFault(name, victim, seed + Math.floor((round - 1) / faults.length))
    await delay(CALM_MS)
    const faultAt = performance.now()
    await fault.inject()
    const injectedAt = performance.now()
    const isReplaced = await newPrimary(cluster, victim.name, fault)
    const promotedAt = performance.now()
    await delay(Math.max(CALM_MS, injectedAt + FAULT_MS - performance.now()))
    await fault.heal()
    await cluster.whole(WHOLE_MS)
    await delay(CALM_MS)
    const until_ = performance.now()
    marks.push({ faultAt, injectedAt, promotedAt, until_ })
    const found = outagesOf(history.operations, faultAt, until_)
    const failed = history.operations.filter((one) => one.endedAt > faultAt && isTrouble(one)).length
    const seconds = (ms: number) => (ms / 1000).toFixed(1)
    const first = found.map(({ firstMs }) => firstMs)
    const all = found.map(({ allMs }) => allMs)
    say(
      `round ${round}: ${victim.name}: ${fault.what}. ${isReplaced ? `Another takes writes after ${seconds(promotedAt - injectedAt)} s` : 'It stays the primary'}; ` +
        `${failed} requests failed; errors for ${seconds(percentile(first, 50))} s (p50), ${seconds(percentile(first, 99))} s (p99), ` +
        `all over after ${seconds(Math.max(...all))} s; whole again after ${seconds(until_ - CALM_MS - injectedAt)} s`,
    )
    return found
  }
}

/** Whether another than it takes writes, once one does; it may also stay where its fault allows that. */
async function newPrimary(cluster: Cluster, victim: string, { mayStay = false }: Fault): Promise<boolean> {
  const others = cluster.members.filter(({ name }) => name !== victim)
  const replaced = until(
    'another primary',
    async () => (await Promise.all(others.map((member) => member.role()))).includes('primary'),
    mayStay ? FAULT_MS : NEW_PRIMARY_MS,
  )
  return mayStay ? replaced.catch(() => false) : replaced
}
