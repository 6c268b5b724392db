/**
 * What a charge costs: through the whole path (HTTP, two statements, vault, ISO 8583, simulator), beside a
 * fixed floor and an in-memory peer, in turns in one run. How it is read: docs/performance.md.
 */
import { writeCharges } from './charge-page.ts'
import { printCharges, printRound } from './charge-report.ts'
import { AT_ONCE, measureRound, type Round, type Stage } from './charge-rounds.ts'
import { summarizeCharges } from './charge-summary.ts'
import { openFloor } from './floor.ts'
import { adminOf, describeRun } from './machine.ts'
import { median } from './measure.ts'
import { networkMs, readMetrics } from './metrics.ts'
import type { BenchOptions } from './options.ts'
import { startPeer } from './peer.ts'
import { profile, profiled, startCounting } from './profile.ts'
import { settled } from './settle.ts'
import { type ChargeStage, onChargeStage } from './stage.ts'
import { watchStalls } from './stalls.ts'

const WARM_MS = 3_000
const ALONE_MS = 4_000

export async function benchCharges(options: BenchOptions): Promise<void> {
  const peer = await startPeer()
  const measure = async (stage: ChargeStage) => {
    const admin = adminOf(stage.system)
    const floor = await openFloor(admin)
    const by = 'missing' in peer ? `no peer: ${peer.missing}` : `peer ${peer.name}`
    const about = await describeRun(stage.system, [`floor by ${floor.driver}`, by])
    for (const line of about) console.log(line)
    await measureCharges(
      { ...stage, admin, floor, peer: 'missing' in peer ? undefined : peer },
      about,
      options,
    )
  }
  try {
    if (options.profile) await onChargeStage(measure, startCounting, profiled)
    else await onChargeStage(measure)
  } finally {
    if (!('missing' in peer)) await peer.stop()
  }
}

async function measureCharges(stage: Stage, about: string[], options: BenchOptions): Promise<void> {
  const { system, admin, load, charges: target, idle } = stage
  const ms = options.seconds * 1000
  await warmUp(stage)
  const rounds: Round[] = []
  while (rounds.length < options.rounds) {
    rounds.push(await measureRound(stage, ms))
    printRound(rounds.at(-1)!)
  }
  await stage.floor.close()
  const perSecond = median(rounds.map(({ path }) => path.perSecond)) / 2
  const beforeHalf = await readMetrics(system)
  const watch = await watchStalls(system, admin)
  const half = await load.run({ target, ms: options.half * 1000, perSecond }, watch.look)
  const stalls = await watch.end(half.gaps)
  const afterHalf = await readMetrics(system)
  await settled(system, idle)
  const beforeAlone = await readMetrics(system)
  const alone = await load.run({ target, ms: ALONE_MS, atOnce: 1 })
  const network = {
    halfMs: networkMs(beforeHalf, afterHalf),
    aloneMs: networkMs(beforeAlone, await readMetrics(system)),
  }
  const summary = summarizeCharges({ about, rounds, half, alone, network, stalls })
  printCharges(summary)
  if (options.write) writeCharges(summary)
  if (options.profile)
    await profile(system, admin, async () => (await load.run({ target, ms, atOnce: AT_ONCE })).count)
}

async function warmUp({ load, charges, floor, peer, system, idle }: Stage): Promise<void> {
  await load.run({ target: charges, ms: WARM_MS, atOnce: AT_ONCE })
  if (peer) await load.run({ target: peer.target, ms: 1_000, atOnce: AT_ONCE })
  await floor.run(1_000)
  await settled(system, idle)
}
