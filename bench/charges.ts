/**
 * What a charge costs: through the whole path (HTTP, two statements, vault, ISO 8583, simulator), beside a
 * fixed floor and an in-memory peer, in turns in one run. How it is read: docs/performance.md.
 */
import { rmSync } from 'node:fs'
import { newDataFolder, startSystem } from '../test/system.ts'
import { printChargeReport } from './charge-report.ts'
import { AT_ONCE, measureRound, type Round, type Stage, settled } from './charge-rounds.ts'
import { openFloor } from './floor.ts'
import { chargesOf, startLoad } from './load.ts'
import { adminOf, describeRun } from './machine.ts'
import { median } from './measure.ts'
import { startPeer } from './peer.ts'
import { profile, profiled, startCounting } from './profile.ts'

const CARDS = 50
const WARM_MS = 3_000
const ALONE_MS = 2_000
/** Longer than any sensible run; a system that outlives its bench is ended. */
const LIFE_MS = 60 * 60_000

export type BenchOptions = { seconds: number; rounds: number; profile: boolean }

export async function benchCharges({ seconds, rounds, profile: profiling }: BenchOptions): Promise<void> {
  const ms = seconds * 1000
  const dataFolder = newDataFolder()
  const settings = { JETPAY_RATE_LIMIT: '1000000', JETPAY_LOG_LEVEL: 'warn' }
  const start = () => startSystem(dataFolder, profiling ? { ...settings, ...profiled } : settings, LIFE_MS)
  const system = await (profiling ? startCounting(start, adminOf) : start())
  const load = startLoad()
  const peer = await startPeer()
  try {
    const floor = await openFloor(adminOf(system))
    const stage: Stage = {
      system,
      load,
      floor,
      admin: adminOf(system),
      charges: await chargesOf(system, CARDS),
      peer: 'missing' in peer ? undefined : peer,
    }
    const about = await describeRun(system, [
      `floor by ${floor.driver}`,
      'missing' in peer ? `no peer: ${peer.missing}` : `peer ${peer.name}`,
    ])
    for (const line of about) console.log(line)
    await warmUp(stage)
    const done: Round[] = []
    for (let round = 0; round < rounds; round++) done.push(await measureRound(stage, ms))
    const { target, rate } = {
      target: stage.charges,
      rate: median(done.map(({ path }) => path.perSecond)) / 2,
    }
    const half = await load.run({ target, ms, perSecond: rate })
    await settled(system)
    const alone = await load.run({ target, ms: ALONE_MS, atOnce: 1 })
    printChargeReport({ rounds: done, half, alone })
    if (profiling)
      await profile(system, stage.admin, async () => (await load.run({ target, ms, atOnce: AT_ONCE })).count)
  } finally {
    load.close()
    if (!('missing' in peer)) await peer.stop()
    await system.stop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

async function warmUp({ load, charges, floor, peer, system }: Stage): Promise<void> {
  await load.run({ target: charges, ms: WARM_MS, atOnce: AT_ONCE })
  if (peer) await load.run({ target: peer.target, ms: 1_000, atOnce: AT_ONCE })
  await floor.run(1_000)
  await settled(system)
}
