import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { promisify } from 'node:util'
import { setLimits } from '../../src/companies/limit.ts'
import { openDatabase } from '../../src/db/sql.ts'
import { projectFolder } from '../../src/ground/config.ts'
import type { Child } from '../../src/supervisor/child.ts'
import { newDataFolder, saveCard, startSystem } from '../system.ts'
import { passDays, RESUMED_AFTER, STEP_MS } from './days.ts'
import { disputedNumbers, writeOffExcess } from './dispute-client.ts'
import { endFaults, injectFaults, planFaults } from './faults.ts'
import { openLoads } from './loads.ts'
import { retryReturned } from './payout-client.ts'
import { seeded } from './random.ts'
import { resumePaused } from './schedule-client.ts'
import { startSecondWorker } from './second-worker.ts'
import { settle } from './settle.ts'
import { skewable } from './skew.ts'
import { checkReceived } from './truth.ts'
import { startVerifyingReceiver } from './verifying-receiver.ts'
import type { World } from './world.ts'

/**
 * Everything must be final this long after the last fault: a dead worker's lease of a webhook (45 s) and
 * some.
 */
const SETTLE_MS = 90_000
const WEBHOOKS = 2
/** Far above what a run moves: every debit and credit is counted, and none is refused. In minor units. */
const DAY_LIMIT = 1_000_000_000_000n

/** Waits short enough that a run sees each of them end many times. */
const settings = {
  JETPAY_NETWORK_TIMEOUT_MS: '700',
  JETPAY_REVERSAL_TIMEOUT_MS: '400',
  JETPAY_AUTHORIZATION_MAX_AGE_MS: '2000',
  JETPAY_ATTEMPT_ABANDONED_MS: '4000',
  JETPAY_CARD_PAGE_LIFE_MS: '8000',
  JETPAY_PAYMENT_PAGE_RATE_LIMIT: '100000',
  JETPAY_LOG_LEVEL: 'info',
  ...skewable,
}

/** Good cards several times: most charges pass, the others are declined. */
const goodNumbers = [
  ...Array<string>(5).fill('4242424242424242'),
  '5555555555554444',
  '4000056655665556',
  '4000000000009995',
]
/** With these the network misbehaves, or has trouble of its own. */
const badNumbers = [
  '4000000000000119',
  '4000000000900011',
  '4000000000900029',
  '4000000000900037',
  '4000000000900045',
  '4000000000900052',
  '4000000000900060',
  '4000000000900078',
]

/** Refuses refunds; credits without an answer; a capture that is not acknowledged at first. */
const laterNumbers = ['4000000000920019', '4000000000920027', '4000000000920035']

export type Result = { violations: string[]; summary: string; dataFolder: string }

/**
 * One run: load and faults for `runMs`, then an end to faults, a bound for everything to become final, the
 * days that holds, disputes, schedules and links wait for, and the proof. The data folder is kept where
 * something was violated.
 */
export async function chaos(seed: number, runMs: number, say: (line: string) => void): Promise<Result> {
  const dataFolder = newDataFolder(tmpdir())
  const violations: string[] = []
  const system = await startSystem(dataFolder, settings, runMs + 10 * 60_000)
  let secondWorker: Child | undefined
  const db = openDatabase(system.databaseUrl, 2, () => undefined)
  let loadUntil = Number.POSITIVE_INFINITY
  let deadline = Number.POSITIVE_INFINITY
  const world: World = {
    system,
    seed,
    violations,
    secondWorker: () => secondWorker?.pid(),
    running: () => performance.now() < loadUntil,
    deadline: () => deadline,
  }
  try {
    secondWorker = await startSecondWorker(system, settings)
    const random = seeded(seed)
    // Every other seed: charges go both ways to the network.
    if (seed % 2 === 1)
      await setLimits(db, system.demo.company_id, 'CAD', {
        per_day_debits: DAY_LIMIT,
        per_day_credits: DAY_LIMIT,
      })
    const save = (numbers: string[]) => Promise.all(numbers.map((number) => saveCard(system, number)))
    const good = await save(goodNumbers)
    const cards = {
      good,
      all: [...good, ...(await save(badNumbers))],
      later: await save(laterNumbers),
      disputed: await save(disputedNumbers),
    }
    const receiver = await startVerifyingReceiver(world, WEBHOOKS)
    const { loads, payouts, schedules } = openLoads(world, db, cards)
    const faults = planFaults(world, receiver, random.fork(), runMs)
    say(`chaos: seed ${seed}, ${faults.length} faults in ${runMs / 1000} s, data in ${dataFolder}`)
    loadUntil = performance.now() + runMs
    deadline = loadUntil + SETTLE_MS
    const clients = loads.flatMap(({ name, clients, run }) =>
      Array.from({ length: clients }, (_, at) => run(`${name}-${at}`, random.fork())),
    )
    const operator = random.fork()
    const tend = async () => {
      await receiver.resume()
      await retryReturned(world, operator, payouts, 'good')
      await writeOffExcess(db)
    }
    await injectFaults(faults, say)
    await endFaults(world)
    const endedAt = performance.now()
    deadline = endedAt + SETTLE_MS
    await Promise.all(clients)
    const unsettled = await settle(world, db, tend, 'to come')
    const settledMs = performance.now() - endedAt
    if (unsettled)
      violations.push(`not final ${SETTLE_MS / 1000} s after the last fault: ${JSON.stringify(unsettled)}`)
    const begin = (boundMs: number) => {
      deadline = performance.now() + boundMs
    }
    const tendLater = async (step: number) => {
      await tend()
      if (step >= RESUMED_AFTER) await resumePaused(world, operator, schedules)
    }
    // What is not final by now has failed the run; whatever waits for days is then listed below as well.
    const undone = unsettled ? null : await passDays(world, db, begin, tendLater)
    const daysMs = performance.now() - endedAt - settledMs
    if (undone)
      violations.push(`not done ${STEP_MS / 1000} s after days had passed: ${JSON.stringify(undone)}`)
    for (const { check } of loads) await check()
    const events = await checkReceived(world, db, receiver)
    violations.push(...(await runVerify(dataFolder)))
    await receiver.close()
    const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
    const made = loads.map(({ name, count }) => `${name} ${count()}`).join(', ')
    const summary = `${made}, faults ${faults.length}, events ${events}, final after ${seconds(settledMs)}, days after ${seconds(daysMs)}`
    return { violations, summary, dataFolder }
  } finally {
    deadline = 0
    await db.close()
    await secondWorker?.stop()
    await system.stop()
    if (violations.length === 0) rmSync(dataFolder, { recursive: true, force: true })
  }
}

/** `jetpay verify`, as an operator runs it against the running system. */
async function runVerify(dataFolder: string): Promise<string[]> {
  const env = { ...process.env, ...settings, JETPAY_DATA: dataFolder }
  const run = promisify(execFile)(process.execPath, ['src/main.ts', 'verify'], { cwd: projectFolder, env })
  return run.then(
    () => [],
    ({ stdout, stderr }) => [`jetpay verify:\n${stdout}${stderr}`],
  )
}
