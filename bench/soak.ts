/**
 * Twenty minutes at 80 % of the peak: whether rate, latency and memory stay as they are. It stops by itself
 * and says what it saw; it judges nothing but the ceilings.
 */

import { line } from './charge-report.ts'
import { AT_ONCE, settled } from './charge-rounds.ts'
import { pidsByRole } from './cpu.ts'
import { adminOf, describeRun } from './machine.ts'
import { median } from './measure.ts'
import { residentMb } from './memory.ts'
import type { BenchOptions } from './options.ts'
import { type ChargeStage, onChargeStage } from './stage.ts'
import { watchStalls } from './stalls.ts'

/** Of the peak. */
const SHARE = 0.8
const PEAK_MS = 8_000
const WARM_MS = 3_000
const MINUTE_MS = 60_000
const LOOK_MS = 5_000
/** MB that a process of a role may hold. */
const CEILINGS: Record<string, number> = { api: 256, vault: 128, worker: 256 }

export const benchSoak = ({ minutes }: BenchOptions): Promise<void> =>
  onChargeStage(async (stage) => {
    const { system, load, charges: target } = stage
    for (const about of await describeRun(system, [])) console.log(about)
    await load.run({ target, ms: WARM_MS, atOnce: AT_ONCE })
    const peaks = [PEAK_MS, PEAK_MS, PEAK_MS].map((ms) => () => load.run({ target, ms, atOnce: AT_ONCE }))
    const rates: number[] = []
    for (const peak of peaks) {
      rates.push((await peak()).perSecond)
      await settled(system)
    }
    const perSecond = median(rates) * SHARE
    console.log(`peak ${median(rates).toFixed(0)}/s, so ${perSecond.toFixed(0)}/s for ${minutes} minutes`)
    const memory: Map<string, number>[] = []
    const p99s: number[] = []
    for (let minute = 1; minute <= minutes; minute++) {
      const watch = await watchStalls(system, adminOf(system))
      const largest = watchMemory(stage)
      const run = await load.run({ target, ms: MINUTE_MS, perSecond }, watch.look)
      memory.push(largest.end())
      p99s.push(run.p99)
      const [processes] = await watch.end(run.gaps)
      console.log(
        `minute ${minute}: ${line(run)}, ${run.gaps.length} stalls; MB ${mb(memory.at(-1)!)}; ${processes}`,
      )
    }
    const quarter = Math.ceil(minutes / 4)
    const [first, last] = [p99s.slice(0, quarter), p99s.slice(-quarter)].map(median)
    console.log(
      `p99, median of the first quarter ${first!.toFixed(1)} ms, of the last ${last!.toFixed(1)} ms`,
    )
    for (const [role, ceiling] of Object.entries(CEILINGS)) {
      const all = memory.map((held) => held.get(role) ?? 0)
      const most = Math.max(...all)
      const [early, late] = [all.slice(0, quarter), all.slice(-quarter)].map(median)
      console.log(
        `${role}: ${early!.toFixed(0)} MB in the first quarter, ${late!.toFixed(0)} MB in the last, ${most.toFixed(0)} MB at most: ${most <= ceiling ? 'within' : 'ABOVE'} its ceiling of ${ceiling} MB`,
      )
    }
  })

/** The most that a process of each role held, looked at every few seconds. */
function watchMemory({ system }: ChargeStage): { end(): Map<string, number> } {
  const most = new Map<string, number>()
  const look = () => {
    for (const [role, pids] of pidsByRole(system))
      if (role !== 'postgres')
        most.set(role, Math.max(most.get(role) ?? 0, ...pids.map((pid) => residentMb(pid))))
  }
  const timer = setInterval(look, LOOK_MS)
  return {
    end() {
      clearInterval(timer)
      look()
      return most
    },
  }
}

const mb = (held: Map<string, number>) => [...held].map(([role, at]) => `${role} ${at.toFixed(0)}`).join(', ')
