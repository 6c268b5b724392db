import { setTimeout as delay } from 'node:timers/promises'
import { processes } from '../system.ts'
import type { Random } from './random.ts'
import { SECOND_WORKER } from './second-worker.ts'
import { clocks, type SkewedClock, setClock } from './skew.ts'
import type { Manner, VerifyingReceiver } from './verifying-receiver.ts'
import { ask, type World } from './world.ts'

const roles = ['api', 'vault', 'worker', SECOND_WORKER, 'simulator', 'postgres'] as const
type Role = (typeof roles)[number]

/** One thing that goes wrong: planned from the seed, before anything runs. */
export type Fault = { atMs: number; what: string; inject(): Promise<void> }

/**
 * Most that one fault lasts, so that the next meets a system that is recovering as well as one that has
 * recovered.
 */
const PAUSE_MAX_MS = 3_500
const BETWEEN_MS = [300, 2_400] as const
/**
 * How wrong a clock gets. A process: within what receivers of its signed deliveries forgive (90 s). A
 * database: due times that it wrote while it was ahead are late by as much once it is set back, and all of it
 * has to fit into the bound for becoming final.
 */
const PROCESS_SKEW_MAX_MS = 60_000
const DATABASE_SKEW_MAX_MS = 20_000
/**
 * How far the demo's clock is moved at once, and in all, while clients repeat with their keys: those are kept
 * for a day by the contract.
 */
const ADVANCE_MINUTES = [10, 300] as const
const ADVANCE_MINUTES_MAX = 20 * 60

/** The faults of a run, from its seed alone: what, to whom, when and for how long. */
export function planFaults(
  world: World,
  receiver: VerifyingReceiver,
  random: Random,
  runMs: number,
): Fault[] {
  const { demo } = world.system
  const network = async (body: object) => {
    const headers = { 'content-type': 'application/json' }
    const signal = AbortSignal.timeout(2_000)
    // A simulator that is down or stopped has trouble enough.
    await fetch(`${demo.simulator_url}/faults`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      signal,
    }).catch(() => undefined)
  }
  const kill = (...victims: Role[]) => ({
    what: `kill -9 ${victims.join(' and ')}`,
    inject: async () => {
      for (const pid of victims.flatMap((role) => pidsOf(world, role).slice(0, 1))) signal(pid, 'SIGKILL')
    },
  })
  const kinds: [weight: number, make: () => Omit<Fault, 'atMs'>][] = [
    [6, () => kill(random.pick(roles))],
    [1, () => kill('api', 'worker')],
    [1, () => kill('vault', 'simulator')],
    [1, () => kill('worker', SECOND_WORKER)],
    [1, () => kill('api', 'vault', 'worker', 'postgres')],
    [
      4,
      () => {
        const [role, ms] = [random.pick(roles), random.between(100, PAUSE_MAX_MS)]
        return { what: `pause ${role} for ${ms} ms`, inject: () => pause(world, role, ms) }
      },
    ],
    [2, () => ({ what: 'drop the link', inject: () => network({ drop_link: true }) })],
    [
      3,
      () => {
        const [delayMs, ms] = [random.between(20, 1_500), random.between(200, 2_500)]
        const inject = async () => {
          await network({ answer_delay_ms: delayMs })
          await delay(ms)
          await network({ answer_delay_ms: 0 })
        }
        return { what: `answers ${delayMs} ms late for ${ms} ms`, inject }
      },
    ],
    [
      2,
      () => {
        const [count, ms] = [random.between(1, 40), random.between(200, 3_000)]
        const inject = async () => {
          await network({ stop_answering: count })
          // Not for longer: sign-ons count too, and 40 of those that fail would be the whole run.
          await delay(ms)
          await network({ stop_answering: 0 })
        }
        return { what: `up to ${count} answers lost in ${ms} ms`, inject }
      },
    ],
    [
      2,
      () => {
        const count = random.between(1, 60)
        return { what: `${count} answers twice`, inject: () => network({ duplicate_answers: count }) }
      },
    ],
    [
      2,
      () => {
        const count = random.between(2, 60)
        const inject = () => network({ reorder_answers: count })
        return { what: `${count} answers in the opposite order`, inject }
      },
    ],
    [
      1,
      () => {
        const count = random.between(1, 3)
        const inject = () => network({ refuse_sign_on: count, drop_link: true })
        return { what: `${count} sign-ons refused`, inject }
      },
    ],
    [
      3,
      () => {
        const inbox = random.pick(receiver.inboxes)
        const manner = random.pick<Manner>(['error', 'slow', 'hang', 'drop'])
        const ms = random.between(300, 4_000)
        const inject = async () => {
          receiver.behave(inbox, manner)
          await delay(ms)
          receiver.behave(inbox, 'well')
        }
        return { what: `webhook ${receiver.inboxes.indexOf(inbox)}: ${manner} for ${ms} ms`, inject }
      },
    ],
    [5, () => skew(world, random)],
    // Not a fault: what it takes in is on its way like all else, and some of it is reversed after it was
    // cleared.
    [4, () => ({ what: 'a clearing file', inject: async () => void (await cutClearingFile(world)) })],
  ]
  let minutesLeft = ADVANCE_MINUTES_MAX
  kinds.push([
    3,
    () => {
      const minutes = Math.min(minutesLeft, random.between(...ADVANCE_MINUTES))
      minutesLeft -= minutes
      return minutes > 0
        ? { what: `the demo’s clock ${minutes} minutes on`, inject: () => advanceClock(world, `${minutes}m`) }
        : { what: 'a clearing file', inject: async () => void (await cutClearingFile(world)) }
    },
  ])
  const weighted = kinds.flatMap(([weight, make]) => Array.from({ length: weight }, () => make))
  const faults: Fault[] = []
  for (let atMs = random.between(...BETWEEN_MS); atMs < runMs; atMs += random.between(...BETWEEN_MS))
    faults.push({ atMs, ...random.pick(weighted)() })
  return faults
}

/**
 * Runs the plan; faults overlap where it says so. Resolves when the last has passed and nothing is left
 * stopped.
 */
export async function injectFaults(faults: Fault[], say: (line: string) => void): Promise<void> {
  const startedAt = performance.now()
  const underWay: Promise<void>[] = []
  for (const { atMs, what, inject } of faults) {
    await delay(Math.max(0, startedAt + atMs - performance.now()))
    say(`${((performance.now() - startedAt) / 1000).toFixed(2).padStart(7)} s  ${what}`)
    underWay.push(inject())
  }
  await Promise.all(underWay)
}

/**
 * The network puts what it has captured and given back since the last file into the next one. False where it
 * did not answer.
 */
export const cutClearingFile = ({ system: { demo } }: World): Promise<boolean> =>
  fetch(`${demo.simulator_url}/clearing`, { method: 'POST', signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => false,
  )

/** Moves the demo's clock; without an answer it is moved all the same, once everything runs. */
async function advanceClock(world: World, advance: string): Promise<void> {
  await ask(world, 'POST', '/sandbox/clock', { advance })
}

/** A clock that is set wrongly in one step, and later right again in another. */
function skew({ system: { dataFolder } }: World, random: Random): Omit<Fault, 'atMs'> {
  const clock = random.pick<SkewedClock>(clocks)
  const most = clock.endsWith('database') ? DATABASE_SKEW_MAX_MS : PROCESS_SKEW_MAX_MS
  const [skewMs, ms] = [random.between(-most, most), random.between(500, 6_000)]
  const inject = async () => {
    await setClock(dataFolder, clock, skewMs)
    await delay(ms)
    await setClock(dataFolder, clock, 0)
  }
  const where = `${Math.abs(skewMs)} ms ${skewMs < 0 ? 'behind' : 'ahead'}`
  return { what: `clock of ${clock} ${where} for ${ms} ms`, inject }
}

/**
 * Ends whatever the network was told to do, asked again until it is there to hear it, and sets every clock
 * right.
 */
export async function endFaults(world: World): Promise<void> {
  for (const clock of clocks)
    while (!(await setClock(world.system.dataFolder, clock, 0)) && performance.now() < world.deadline())
      await delay(100)
  const none = {
    answer_delay_ms: 0,
    stop_answering: 0,
    refuse_sign_on: 0,
    duplicate_answers: 0,
    reorder_answers: 0,
  }
  const body = JSON.stringify(none)
  const headers = { 'content-type': 'application/json' }
  while (performance.now() < world.deadline()) {
    const told = await fetch(`${world.system.demo.simulator_url}/faults`, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(2_000),
    }).then(
      ({ ok }) => ok,
      () => false,
    )
    if (told) return
    await delay(100)
  }
}

/** The role's process, first, and the database's children: all of them this run's own. */
function pidsOf({ system, secondWorker }: World, role: Role): number[] {
  if (role === SECOND_WORKER) return [secondWorker()].filter((pid) => pid !== undefined)
  const all = processes()
  const isRole = (command: string) =>
    role === 'postgres' ? /postgres\/data|\/postgres /.test(command) : command.startsWith(`jetpay ${role}`)
  const own = all.filter(({ parent, command }) => parent === system.pid && isRole(command))
  const children = all.filter(({ parent }) => own.some(({ pid }) => pid === parent))
  return [...own, ...(role === 'postgres' ? children : [])].map(({ pid }) => pid)
}

async function pause(world: World, role: Role, ms: number): Promise<void> {
  const pids = pidsOf(world, role)
  for (const pid of pids) signal(pid, 'SIGSTOP')
  await delay(ms)
  for (const pid of pids) signal(pid, 'SIGCONT')
}

/** It may have died by another fault meanwhile. */
function signal(pid: number, name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as { code?: string }).code !== 'ESRCH') throw error
  }
}
