import { setTimeout as delay } from 'node:timers/promises'
import type { ClientConfig } from 'pg'
import type { System } from '../test/system.ts'
import { cpuByRole, cpuPer } from './cpu.ts'
import type { Floor } from './floor.ts'
import type { Load } from './load.ts'
import type { LoadRun, Target } from './load-generator.ts'
import { query } from './machine.ts'
import { batchSizes, readMetrics } from './metrics.ts'
import type { Peer } from './peer.ts'

export const AT_ONCE = 64

export type Stage = {
  system: System
  admin: ClientConfig
  load: Load
  charges: Target
  floor: Floor
  peer: Peer | undefined
}
/** Charges a second, and microseconds of CPU a charge by role. */
export type Side = { perSecond: number; cpu: Map<string, number>; walBytes?: number }
export type PathSide = Side & {
  run: LoadRun
  /** What is done for these charges once the load is over, and how long it took. */
  afterwards: Map<string, number>
  afterwardsMs: number
  walBytes: number
  batches: Record<string, number>
}
export type Round = { floor: Side; peer: Side | undefined; path: PathSide }

/** Floor, peer and path once each, each with the machine to itself. */
export async function measureRound(stage: Stage, ms: number): Promise<Round> {
  const floor = await floorSide(stage, ms)
  const peer = stage.peer && (await peerSide(stage, stage.peer, ms))
  return { floor, peer, path: await pathSide(stage, ms) }
}

async function floorSide({ system, admin, floor }: Stage, ms: number): Promise<Side> {
  const [before, from] = [cpuByRole(system), await walOf(admin)]
  const { perSecond, count, failed, loadCpuUs } = await floor.run(ms)
  if (failed > 0 || !(count > 0)) throw new Error(`the floor failed: ${failed} of ${count} charges`)
  const postgres = cpuPer(before, cpuByRole(system), count).get('postgres')!
  const cpu = new Map([
    ['postgres', postgres],
    ['load', loadCpuUs / count],
  ])
  return { perSecond, cpu, walBytes: ((await walOf(admin)) - from) / count }
}

async function peerSide({ system, load }: Stage, { pid, target }: Peer, ms: number): Promise<Side> {
  const before = cpuByRole(system, { peer: pid })
  const { perSecond, count, failed, loadCpuUs } = await load.run({ target, ms, atOnce: AT_ONCE })
  if (failed > 0) throw new Error(`the peer failed ${failed} of ${count} charges`)
  const peer = cpuPer(before, cpuByRole(system, { peer: pid }), count).get('peer')!
  return {
    perSecond,
    cpu: new Map([
      ['peer', peer],
      ['load', loadCpuUs / count],
    ]),
  }
}

async function pathSide({ system, admin, load, charges }: Stage, ms: number): Promise<PathSide> {
  const [metrics, wal, before] = [await readMetrics(system), await walOf(admin), cpuByRole(system)]
  const run = await load.run({ target: charges, ms, atOnce: AT_ONCE })
  const [after, metricsAfter] = [cpuByRole(system), await readMetrics(system)]
  const from = performance.now()
  await settled(system)
  const afterwardsMs = performance.now() - from
  return {
    run,
    perSecond: run.perSecond,
    cpu: cpuPer(before, after, run.count).set('load', run.loadCpuUs / run.count),
    afterwards: cpuPer(after, cpuByRole(system), run.count),
    afterwardsMs,
    walBytes: ((await walOf(admin)) - wal) / run.count,
    batches: batchSizes(metrics.get('api'), metricsAfter.get('api')),
  }
}

const walOf = async (admin: ClientConfig): Promise<number> =>
  Number((await query<{ at: string }>(admin, `select pg_current_wal_lsn() - '0/0' as at`))[0].at)

/**
 * What full load leaves behind (events, webhooks) is worked off within this, or goes on beside the next
 * round.
 */
const SETTLE_MS = 20_000
const LOOK_MS = 500
/** Of one core: what the idle system uses, and a little more. */
const IDLE = 0.06

/** Waits until worker, shop and database have nothing left to do. */
export async function settled(system: System): Promise<void> {
  for (const deadline = performance.now() + SETTLE_MS; performance.now() < deadline; ) {
    const before = cpuByRole(system)
    await delay(LOOK_MS)
    const used = cpuPer(before, cpuByRole(system), LOOK_MS * 1000)
    if ((used.get('worker') ?? 0) < IDLE && (used.get('postgres') ?? 0) < IDLE) return
  }
}
