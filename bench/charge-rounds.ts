import type { ClientConfig } from 'pg'
import { cpuByRole, cpuPer } from './cpu.ts'
import type { Floor } from './floor.ts'
import type { LoadRun } from './load-generator.ts'
import { query } from './machine.ts'
import { batchSizes, readMetrics } from './metrics.ts'
import type { Peer } from './peer.ts'
import { machineBusy, shareOfOthers } from './scheduling.ts'
import { beyondIdle, settled } from './settle.ts'
import type { ChargeStage } from './stage.ts'

export const AT_ONCE = 64

export type Stage = ChargeStage & { admin: ClientConfig; floor: Floor; peer: Peer | undefined }
/**
 * Charges a second, and microseconds of CPU a charge by role. `others`: the share of all cores that was
 * others' meanwhile, in percent.
 */
export type Side = { perSecond: number; cpu: Map<string, number>; others: number; walBytes?: number }
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

/** Runs a load, which answers its charges, and says what of the machine others had meanwhile. */
async function watched<Run extends { count: number }>(
  work: () => Promise<Run>,
  cpu: (run: Run) => Map<string, number>,
): Promise<{ run: Run; cpu: Map<string, number>; others: number }> {
  const [busy, from] = [machineBusy(), performance.now()]
  const run = await work()
  const [used, elapsed] = [machineBusy() - busy, performance.now() - from]
  const spent = cpu(run)
  const ours = ([...spent.values()].reduce((sum, us) => sum + us, 0) * run.count) / 1e6
  return { run, cpu: spent, others: shareOfOthers(used, ours, elapsed) }
}

async function floorSide({ system, admin, floor }: Stage, ms: number): Promise<Side> {
  const [before, from] = [cpuByRole(system), await walOf(admin)]
  const { run, ...side } = await watched(
    () => floor.run(ms),
    ({ count, loadCpuUs }) =>
      new Map([
        ['postgres', cpuPer(before, cpuByRole(system), count).get('postgres')!],
        ['load', loadCpuUs / count],
      ]),
  )
  const { perSecond, count, failed } = run
  if (failed > 0 || !(count > 0)) throw new Error(`the floor failed: ${failed} of ${count} charges`)
  return { ...side, perSecond, walBytes: ((await walOf(admin)) - from) / count }
}

async function peerSide({ system, load }: Stage, { pid, target }: Peer, ms: number): Promise<Side> {
  const before = cpuByRole(system, { peer: pid })
  const { run, ...side } = await watched(
    () => load.run({ target, ms, atOnce: AT_ONCE }),
    ({ count, loadCpuUs }) =>
      new Map([
        ['peer', cpuPer(before, cpuByRole(system, { peer: pid }), count).get('peer')!],
        ['load', loadCpuUs / count],
      ]),
  )
  if (run.failed > 0) throw new Error(`the peer failed ${run.failed} of ${run.count} charges`)
  return { ...side, perSecond: run.perSecond }
}

async function pathSide({ system, admin, load, charges, idle }: Stage, ms: number): Promise<PathSide> {
  const [metrics, wal, before] = [await readMetrics(system), await walOf(admin), cpuByRole(system)]
  let after = before
  const { run, ...side } = await watched(
    () => load.run({ target: charges, ms, atOnce: AT_ONCE }),
    ({ count, loadCpuUs }) => {
      after = cpuByRole(system)
      return cpuPer(before, after, count).set('load', loadCpuUs / count)
    },
  )
  const metricsAfter = await readMetrics(system)
  const afterwardsMs = await settled(system, idle)
  return {
    ...side,
    run,
    perSecond: run.perSecond,
    afterwards: cpuPer(after, beyondIdle(cpuByRole(system), afterwardsMs, idle), run.count),
    afterwardsMs,
    walBytes: ((await walOf(admin)) - wal) / run.count,
    batches: batchSizes(metrics, metricsAfter),
  }
}

const walOf = async (admin: ClientConfig): Promise<number> =>
  Number((await query<{ at: string }>(admin, `select pg_current_wal_lsn() - '0/0' as at`))[0].at)
