import { readFileSync, writeFileSync } from 'node:fs'
import { projectFolder } from '../src/ground/config.ts'
import { drawCharges } from './charge-plot.ts'
import { longest } from './charge-report.ts'
import type { Round, Side } from './charge-rounds.ts'
import { type ChargeSummary, MARKS, sum } from './charge-summary.ts'
import type { LoadRun } from './load-generator.ts'
import { median } from './measure.ts'

const PAGE = `${projectFolder}/docs/performance.md`
const PLOT = 'charges.svg'
const BEGIN = '<!-- what `npm run bench -- charges --write` has measured -->'
const END = '<!-- end of it -->'

/** Puts a run into docs/: a table between two marks of the page, and a plot. */
export function writeCharges(summary: ChargeSummary): void {
  const page = readFileSync(PAGE, 'utf8')
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)]
  if (from < 0 || to < from) throw new Error(`docs/performance.md has lost its marks: ${BEGIN} … ${END}`)
  writeFileSync(PAGE, `${page.slice(0, from)}${BEGIN}\n${tableOf(summary)}\n${page.slice(to)}`)
  writeFileSync(`${projectFolder}/docs/${PLOT}`, drawCharges(summary))
  console.log(`written: docs/performance.md, docs/${PLOT}`)
}

function tableOf(summary: ChargeSummary): string {
  const { floor, peer, path, afterwards, batches, walBytes, latency, half, alone, network, toPeer } = summary
  const rounds = summary.rounds.length
  const share = (of: (round: Round) => Side | undefined) =>
    peerless(median(summary.rounds.map((round) => of(round)?.others ?? Number.NaN)))
  const others = [share((round) => round.floor), share((round) => round.peer), share((round) => round.path)]
  const rows = [
    ['', 'floor', 'peer', 'path'],
    ['---', '---', '---', '---'],
    ['of all cores others had', ...others],
    ['charges a second', whole(floor.perSecond), peer ? whole(peer.perSecond) : '–', whole(path.perSecond)],
    ['CPU a charge, all processes', us(floor.cpu), peer ? us(peer.cpu) : '–', us(path.cpu)],
    ['of it by role', by(floor.cpu), peer ? by(peer.cpu) : '–', by(path.cpu)],
    ['done afterwards (events, webhooks)', '', '', us(afterwards.cpu)],
    ['write-ahead log a charge', `${whole(walBytes.floor)} bytes`, '', `${whole(walBytes.path)} bytes`],
    ['charges a statement', '1', '', `${batches.request.toFixed(1)} and ${batches.record.toFixed(1)}`],
    ['latency, p50 and p99', '', '', `${ms(latency.p50)}, ${ms(latency.p99)}`],
    [
      `**path to it** (marks ${MARKS.toFloor}, ${MARKS.toPeer})`,
      `**${summary.toFloor.toFixed(2)}**, by CPU ${summary.toFloorByCpu.toFixed(2)}`,
      toPeer === undefined ? '–' : `**${toPeer.toFixed(2)}**`,
      '',
    ],
    [`half load, ${whole(half.perSecond)}/s, p50 and p99`, '', '', latencies(half, network.halfMs)],
    [
      'stalls over 50 ms in it',
      '',
      '',
      `${half.gaps.length} (${summary.stalls.starved} for want of a core), the longest ${whole(longest(half))} ms`,
    ],
    ['one at a time, p50 and p99', '', '', latencies(alone, network.aloneMs)],
  ]
  const about = summary.about.map((one) => `${one}.`).join('  \n')
  const table = rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
  return `${about}  \nMedians of ${rounds} round${rounds === 1 ? '' : 's'}; CPU in microseconds.\n\n${table}\n\n![Charges a second and CPU a charge](${PLOT})`
}

const peerless = (percent: number) => (Number.isNaN(percent) ? '–' : `${percent.toFixed(0)} %`)
const whole = (value: number) => Math.round(value).toLocaleString('en')
const ms = (value: number) => `${value.toFixed(1)} ms`
const latencies = ({ p50, p99 }: LoadRun, networkMs: number) =>
  `${ms(p50)}, ${ms(p99)}; on average ${ms(networkMs)} of it the network's own`
const us = (cpu: Map<string, number>) => `${Math.round(sum(cpu))} µs`
const by = (cpu: Map<string, number>) => [...cpu].map(([role, at]) => `${role} ${Math.round(at)}`).join(', ')
