/** How long each read of the API takes, and what an export holds. */
import { readFileSync } from 'node:fs'
import type { System } from '../test/system.ts'
import { type Case, casesOf } from './growth-queries.ts'
import { summarize } from './measure.ts'
import { residentMb } from './memory.ts'

/** What a read is to take at most, at p99 (the mark). */
const MARK_MS = 50
/** Requests of each case: the slowest of them is p99. */
const CALLS = 40

type Result = { name: string; p50: number; p99: number; worst: string; statuses: string }

export async function readAll(system: System, debits: number): Promise<void> {
  const results: Result[] = []
  for (const one of casesOf(system.demo, debits)) results.push(await measure(system, one))
  results.sort((a, b) => b.p99 - a.p99)
  console.log('| read | p50, ms | p99, ms | answers |\n|---|---:|---:|---|')
  for (const { name, p50, p99, statuses } of results)
    console.log(`| ${name} | ${p50.toFixed(1)} | ${p99.toFixed(1)} | ${statuses} |`)
  const slow = results.filter(({ p99 }) => p99 > MARK_MS)
  for (const { name, worst, p99 } of slow)
    console.log(`over ${MARK_MS} ms: ${name}: ${p99.toFixed(0)} ms: ${worst}`)
  if (slow.length > 0) console.log(worstPlan(system))
}

async function measure({ demo }: System, { name, path }: Case): Promise<Result> {
  const latencies: number[] = []
  const statuses = new Map<number, number>()
  let worst = { ms: 0, path: '' }
  for (let at = 0; at < CALLS; at++) {
    const asked = path()
    const from = performance.now()
    const answer = await fetch(demo.api_url + asked, {
      headers: { authorization: `Bearer ${demo.api_token}` },
    })
    await answer.arrayBuffer()
    const ms = performance.now() - from
    latencies.push(ms)
    if (ms > worst.ms) worst = { ms, path: asked }
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
  }
  const { p50, p99 } = summarize(latencies, 0, 1)
  const said = [...statuses].map(([status, count]) => `${status}: ${count}`).join(', ')
  return { name, p50, p99, worst: worst.path, statuses: said }
}

/** The plan of the statement that took longest. */
function worstPlan({ dataFolder }: System): string {
  const log = readFileSync(`${dataFolder}/logs/postgres.log`, 'utf8')
  const plans = log.split(/(?=duration: [\d.]+ ms {2}plan:)/).slice(1)
  const took = (plan: string) => Number(/^duration: ([\d.]+)/.exec(plan)![1])
  const worst = plans.filter((plan) => /\b(select|with)\b/.test(plan)).sort((a, b) => took(b) - took(a))[0]
  return worst?.split(/\n(?=\d{4}-)/)[0] ?? 'no statement took as long'
}

/**
 * The file of a month, read as fast as it comes, and what the api holds of the machine's memory meanwhile.
 */
export async function exportMonth(system: System): Promise<void> {
  const pid = system.pidOf('jetpay api')!
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)
  const path = `/ledger/statement?from=${day(33)}&to=${day(3)}`
  const from = performance.now()
  const answer = await fetch(system.demo.api_url + path, {
    headers: { authorization: `Bearer ${system.demo.api_token}` },
  })
  let rows = -1
  const samples: number[] = []
  for await (const part of answer.body!) {
    for (const byte of part) if (byte === 10) rows += 1
    if (samples.length === 0 || performance.now() - from > samples.length * 100) samples.push(residentMb(pid))
  }
  const mean = (some: number[]) => (some.reduce((sum, mb) => sum + mb, 0) / some.length).toFixed(0)
  const tenth = Math.ceil(samples.length / 10)
  console.log(
    `a month as CSV: ${rows} rows in ${((performance.now() - from) / 1000).toFixed(1)} s; the api's memory ${mean(samples.slice(0, tenth))} MB in the first tenth, ${mean(samples.slice(-tenth))} MB in the last, ${Math.max(...samples).toFixed(0)} MB at most`,
  )
}
