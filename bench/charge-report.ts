import type { Round, Side } from './charge-rounds.ts'
import { told } from './cpu.ts'
import type { LoadRun } from './load-generator.ts'
import { median } from './measure.ts'

export type ChargeReport = { rounds: Round[]; half: LoadRun; alone: LoadRun }

export function printChargeReport({ rounds, half, alone }: ChargeReport): void {
  for (const { floor, peer, path } of rounds)
    console.log(
      `floor ${rate(floor)}, peer ${peer ? rate(peer) : '-'}, path ${rate(path)} (${latency(path.run)}); ` +
        `path to floor ${(path.perSecond / floor.perSecond).toFixed(2)}${peer ? `, to peer ${(path.perSecond / peer.perSecond).toFixed(2)}` : ''}`,
    )
  const paths = rounds.map(({ path }) => path)
  const peers = rounds.flatMap(({ peer }) => peer ?? [])
  console.log('medians of rounds; CPU in microseconds a charge:')
  print(
    'floor',
    rounds.map(({ floor }) => floor),
  )
  if (peers.length > 0) print('peer', peers)
  print('path', paths)
  const afterwards = cpuOf(paths.map(({ afterwards }) => ({ cpu: afterwards })))
  const ms = median(paths.map(({ afterwardsMs }) => afterwardsMs))
  console.log(
    `  and afterwards, until all is told (${(ms / 1000).toFixed(1)} s): ${sum(afterwards).toFixed(0)} (${told(afterwards)})`,
  )
  const batch = (statement: string) => median(paths.map(({ batches }) => batches[statement]!)).toFixed(1)
  console.log(
    `  charges a statement: ${batch('request')} in the first, ${batch('record')} in the second; ` +
      `WAL ${median(paths.map(({ walBytes }) => walBytes)).toFixed(0)} bytes a charge (floor ${median(rounds.map(({ floor }) => floor.walBytes!)).toFixed(0)})`,
  )
  const ratio = (of: (round: Round) => number) => median(rounds.map(of)).toFixed(2)
  console.log(
    `path to floor ${ratio(({ floor, path }) => path.perSecond / floor.perSecond)} (mark 0.7), ` +
      `by CPU ${ratio(({ floor, path }) => sum(floor.cpu) / sum(path.cpu))}` +
      (peers.length > 0
        ? `; to peer ${ratio(({ peer, path }) => path.perSecond / peer!.perSecond)} (mark 0.8)`
        : ''),
  )
  console.log(`half load: ${line(half)}, the load itself late by ${half.late.toFixed(1)} ms (p99)`)
  const longest = Math.max(0, ...half.gaps.map(({ ms }) => ms))
  console.log(`  stalls over 50 ms: ${half.gaps.length}, the longest ${longest.toFixed(0)} ms`)
  console.log(`one at a time: ${line(alone)}`)
}

function print(name: string, sides: Side[]): void {
  const cpu = cpuOf(sides)
  console.log(
    `  ${name} ${median(sides.map(rateOf)).toFixed(0)}/s, CPU ${sum(cpu).toFixed(0)} (${told(cpu)})`,
  )
}

const rateOf = ({ perSecond }: Side) => perSecond
const rate = (side: Side) => `${rateOf(side).toFixed(0)}/s`
const latency = ({ p50, p99, most, failed }: LoadRun) =>
  `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, at most ${most.toFixed(0)} ms${failed > 0 ? `, FAILED ${failed}` : ''}`
const line = (run: LoadRun) => `${run.perSecond.toFixed(0)}/s, ${latency(run)}`

/** Of each role the median of rounds. */
const cpuOf = (sides: { cpu: Map<string, number> }[]) =>
  new Map([...sides[0]!.cpu.keys()].map((role) => [role, median(sides.map(({ cpu }) => cpu.get(role) ?? 0))]))

const sum = (cpu: Map<string, number>) => [...cpu.values()].reduce((total, us) => total + us, 0)
