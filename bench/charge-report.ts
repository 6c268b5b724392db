import type { Round, Side } from './charge-rounds.ts'
import { type ChargeSummary, MARKS, type Measure, sum } from './charge-summary.ts'
import { told } from './cpu.ts'
import type { LoadRun } from './load-generator.ts'

/** A round as it ends, so that whoever waits sees something. */
export function printRound({ floor, peer, path }: Round): void {
  const toPeer = peer ? `, to peer ${(path.perSecond / peer.perSecond).toFixed(2)}` : ''
  console.log(
    `floor ${rate(floor)}, ${peer ? `peer ${rate(peer)}, ` : ''}path ${rate(path)} (${latencies(path.run)}); ` +
      `path to floor ${(path.perSecond / floor.perSecond).toFixed(2)}${toPeer}; others had ${others([floor, ...(peer ? [peer] : []), path])} % of the cores`,
  )
}

export function printCharges(summary: ChargeSummary): void {
  const { floor, peer, path, afterwards, batches, walBytes, half, alone, network, stalls } = summary
  console.log('medians of rounds; CPU in microseconds a charge:')
  print('floor', floor)
  if (peer) print('peer', peer)
  print('path', path)
  console.log(
    `  and afterwards, until all is told (${(afterwards.ms / 1000).toFixed(1)} s): ${sum(afterwards.cpu).toFixed(0)} (${told(afterwards.cpu)})`,
  )
  console.log(
    `  charges a statement: ${batches.request.toFixed(1)} in the first, ${batches.record.toFixed(1)} in the second; ` +
      `WAL ${walBytes.path.toFixed(0)} bytes a charge (floor ${walBytes.floor.toFixed(0)})`,
  )
  const toPeer =
    summary.toPeer === undefined ? '' : `; to peer ${summary.toPeer.toFixed(2)} (mark ${MARKS.toPeer})`
  console.log(
    `path to floor ${summary.toFloor.toFixed(2)} (mark ${MARKS.toFloor}), by CPU ${summary.toFloorByCpu.toFixed(2)}${toPeer}`,
  )
  console.log(
    `half load: ${line(half)}, the load itself late by ${half.late.toFixed(1)} ms (p99); ${ofNetwork(network.halfMs)}`,
  )
  console.log(
    `  stalls over 50 ms: ${half.gaps.length} (${stalls.starved} for want of a core), the longest ${longest(half).toFixed(0)} ms`,
  )
  for (const one of stalls.lines) console.log(`  ${one}`)
  console.log(`one at a time: ${line(alone)}; ${ofNetwork(network.aloneMs)}`)
}

function print(name: string, measure: Measure): void {
  console.log(`  ${name} ${rate(measure)}, CPU ${sum(measure.cpu).toFixed(0)} (${told(measure.cpu)})`)
}

const ofNetwork = (ms: number) => `the network's own on average ${ms.toFixed(1)} ms of it`
const others = (sides: Side[]) => sides.map((side) => side.others.toFixed(0)).join(', ')
export const longest = ({ gaps }: LoadRun) => Math.max(0, ...gaps.map(({ ms }) => ms))
const rate = ({ perSecond }: { perSecond: number }) => `${perSecond.toFixed(0)}/s`
const latencies = ({ p50, p99, most, failed, refused }: LoadRun) =>
  `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, at most ${most.toFixed(0)} ms${failed > 0 ? `, FAILED ${JSON.stringify(refused)}` : ''}`
export const line = (run: LoadRun) => `${rate(run)}, ${latencies(run)}`
