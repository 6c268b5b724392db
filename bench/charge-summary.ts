import type { Round, Side } from './charge-rounds.ts'
import type { LoadRun } from './load-generator.ts'
import { median } from './measure.ts'
import type { Stalls } from './stalls.ts'

/** What was measured, before it is summed up. */
export type ChargeRun = {
  about: string[]
  rounds: Round[]
  half: LoadRun
  alone: LoadRun
  /** What the network took of each on average, in milliseconds. */
  network: { halfMs: number; aloneMs: number }
  stalls: Stalls
}

/** Charges a second and CPU in microseconds a charge by role: of each the median of rounds. */
export type Measure = { perSecond: number; cpu: Map<string, number> }

export type ChargeSummary = ChargeRun & {
  floor: Measure
  peer: Measure | undefined
  path: Measure
  afterwards: { cpu: Map<string, number>; ms: number }
  /** Charges a statement, in the first and in the second. */
  batches: { request: number; record: number }
  walBytes: { path: number; floor: number }
  latency: { p50: number; p99: number }
  /** Medians of the ratios of rounds; by CPU is that of all processes together, the load's too. */
  toFloor: number
  toFloorByCpu: number
  toPeer: number | undefined
}

export const MARKS = { toFloor: 0.7, toPeer: 0.8 }

export function summarizeCharges(run: ChargeRun): ChargeSummary {
  const { rounds } = run
  const of = (figure: (round: Round) => number) => median(rounds.map(figure))
  const measured = (sides: Side[]): Measure => ({
    perSecond: median(sides.map(({ perSecond }) => perSecond)),
    cpu: cpuOf(sides.map(({ cpu }) => cpu)),
  })
  const peers = rounds.flatMap(({ peer }) => peer ?? [])
  return {
    ...run,
    floor: measured(rounds.map(({ floor }) => floor)),
    peer: peers.length > 0 ? measured(peers) : undefined,
    path: measured(rounds.map(({ path }) => path)),
    afterwards: {
      cpu: cpuOf(rounds.map(({ path }) => path.afterwards)),
      ms: of(({ path }) => path.afterwardsMs),
    },
    batches: {
      request: of(({ path }) => path.batches.request!),
      record: of(({ path }) => path.batches.record!),
    },
    walBytes: { path: of(({ path }) => path.walBytes), floor: of(({ floor }) => floor.walBytes!) },
    latency: { p50: of(({ path }) => path.run.p50), p99: of(({ path }) => path.run.p99) },
    toFloor: of(({ floor, path }) => path.perSecond / floor.perSecond),
    toFloorByCpu: of(({ floor, path }) => sum(floor.cpu) / sum(path.cpu)),
    toPeer: peers.length > 0 ? of(({ peer, path }) => path.perSecond / peer!.perSecond) : undefined,
  }
}

/** Of each role the median. */
const cpuOf = (all: Map<string, number>[]) =>
  new Map([...all[0]!.keys()].map((role) => [role, median(all.map((cpu) => cpu.get(role) ?? 0))]))

export const sum = (cpu: Map<string, number>) => [...cpu.values()].reduce((total, us) => total + us, 0)
