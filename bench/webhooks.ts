/**
 * Webhooks through the whole system: throughput in batches of 100 and of 10, time from commit to receipt,
 * what hanging receivers cost the others, and the worker's memory over a backlog. The receiver verifies every
 * token and every id, and shares this machine's cores with all else.
 */
import { rmSync } from 'node:fs'
import { loadavg } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { createToken } from '../src/companies/api-token.ts'
import { createCompany } from '../src/companies/company.ts'
import { type Database, openDatabase, sql } from '../src/db/sql.ts'
import { newDataFolder, type System, startSystem } from '../test/system.ts'
import { cpuByRole, perCharge } from './cpu.ts'
import { summarize } from './measure.ts'
import { residentMb } from './memory.ts'
import type { BenchOptions } from './options.ts'
import { type BenchReceiver, type Inbox, startBenchReceiver } from './webhook-receiver.ts'

const BACKLOG = 1_000_000
const ENDPOINTS = 4
const RATE = 500
const MANY = { companies: 10, endpoints: 100, eventsPerSecond: 2 }
const HANGING_EVERY = 10

export type Bench = { system: System; db: Database; receiver: BenchReceiver }
type Company = { companyId: string; headers: Record<string, string> }

export async function benchWebhooks({ seconds }: BenchOptions): Promise<void> {
  const dataFolder = newDataFolder()
  const settings = { JETPAY_RATE_LIMIT: '1000000', JETPAY_LOG_LEVEL: 'warn' }
  const system = await startSystem(dataFolder, settings, 30 * 60_000)
  const db = openDatabase(system.databaseUrl, 4, console.error)
  const receiver = await startBenchReceiver(system.demo.webhook_jwks_url)
  const bench = { system, db, receiver }
  try {
    await throughput(bench, seconds)
    await latency(bench, seconds)
    await manyEndpoints(bench, seconds)
    if (receiver.wrong.length > 0)
      throw new Error(
        `${receiver.wrong.length} findings of the receiver: ${receiver.wrong.slice(0, 5).join('; ')}`,
      )
    console.log('the receiver found no gap, no disorder, no unsigned or stale token')
  } finally {
    await receiver.close()
    await db.close()
    await system.stop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

export async function newCompany({ db }: Bench): Promise<Company> {
  const companyId = await createCompany(db, 'Bench')
  const { token } = await createToken(db, 'demo', {
    companyId,
    name: 'bench',
    scopes: ['webhooks:read', 'webhooks:write', 'events:read'],
  })
  return { companyId, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } }
}

export async function call(
  { system }: Bench,
  { headers }: Company,
  method: string,
  path: string,
  body?: object,
) {
  const answer = await fetch(system.demo.api_url + path, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.json() as Promise<any>
}

/** A webhook that begins with event 1. */
export async function newWebhook(
  bench: Bench,
  company: Company,
  fields: object,
): Promise<{ at: string; inbox: Inbox }> {
  const { url, inbox } = bench.receiver.open(`/${company.companyId}/${paths++}`, 1)
  const body = { callback_url: url, max_wait_seconds: 0, replay_from_event_id: 1, ...fields }
  const { identifier } = await call(bench, company, 'POST', '/webhooks', body)
  return { at: `/webhooks/${identifier}`, inbox }
}
let paths = 0

/**
 * Events as charges made them an hour ago, straight into the log; the worker has sealed them into checkpoints
 * when this is done.
 */
export async function makeBacklog({ db }: Bench, companyId: string, count: number): Promise<void> {
  const step = 20_000
  for (let from = 1; from <= count; from += step) {
    await db.run(sql`
      insert into events (company_id, event_id, type, data, created_at)
      select ${companyId}, id, 'transactions.debits.paid', jsonb_build_object('transactionId', gen_random_uuid(),
        'state', 'paid', 'amount', 12.34, 'currency', 'CAD', 'contactId', gen_random_uuid(), 'creditCardId',
        gen_random_uuid(), 'toBankAccountId', gen_random_uuid(), 'statement', 'Bench', 'failReason', null,
        'failDirection', null), jetpay_now() - interval '1 hour'
      from generate_series(${from}::bigint, ${Math.min(from + step - 1, count)}::bigint) id`)
  }
  await db.run(sql`update event_heads set last_event_id = ${count} where company_id = ${companyId}`)
  for (let before = -1n; ; ) {
    const { sealed } = await db.one<{ sealed: bigint }>(sql`
      select coalesce(max(last_event_id), 0) as sealed from event_checkpoints where company_id = ${companyId}`)
    if (sealed === before) return
    before = sealed
    await delay(3_000)
  }
}

async function throughput(bench: Bench, seconds: number): Promise<void> {
  const company = await newCompany(bench)
  await makeBacklog(bench, company.companyId, BACKLOG)
  for (const [batch, endpoints] of [
    [100, ENDPOINTS],
    [100, 1],
    [10, ENDPOINTS],
    [10, 1],
  ] as const) {
    const made: { at: string; inbox: Inbox }[] = []
    for (let at = 0; at < endpoints; at++)
      made.push(await newWebhook(bench, company, { max_batch_size: batch }))
    await delay(1_000)
    const sum = () => made.reduce((total, { inbox }) => total + inbox.events, 0)
    const [before, from, cpu] = [sum(), performance.now(), cpuByRole(bench.system)]
    await delay(seconds * 1_000)
    const done = sum() - before
    const perSecond = (done * 1_000) / (performance.now() - from)
    const used = perCharge(cpu, cpuByRole(bench.system), done)
    console.log(`batches of ${batch}, ${endpoints} endpoint(s): ${perSecond.toFixed(0)} events/s; ${load()}`)
    console.log(`  CPU per event, in microseconds: ${used}`)
    for (const { at } of made) await call(bench, company, 'DELETE', at)
  }
  await wholeBacklog(bench, company)
}

/** One webhook works off the whole backlog, in batches of 100. */
async function wholeBacklog(bench: Bench, company: Company): Promise<void> {
  const pid = bench.system.pidOf('jetpay worker')!
  const { at, inbox } = await newWebhook(bench, company, { max_batch_size: 100 })
  const from = performance.now()
  const samples: number[] = []
  while (inbox.events < BACKLOG) {
    await delay(1_000)
    samples.push(residentMb(pid))
  }
  const perSecond = (BACKLOG * 1_000) / (performance.now() - from)
  const tenth = Math.ceil(samples.length / 10)
  const mean = (part: number[]) => (part.reduce((sum, one) => sum + one, 0) / part.length).toFixed(0)
  console.log(
    `a backlog of ${BACKLOG}: ${perSecond.toFixed(0)} events/s; worker's memory ${mean(samples.slice(0, tenth))} MB in the first tenth, ${mean(samples.slice(-tenth))} MB in the last, ${Math.max(...samples).toFixed(0)} MB at most; ${load()}`,
  )
  await call(bench, company, 'DELETE', at)
}

const load = () => `load ${loadavg()[0]!.toFixed(1)}`

/**
 * Makes events at a fixed rate, each in a transaction of its own, and calls back with its number when that
 * has committed.
 */
async function makeEvents(
  db: Database,
  companyIds: string[],
  perSecond: number,
  ms: number,
  run: number,
  committed: (n: number) => void,
) {
  const from = performance.now()
  const running: Promise<void>[] = []
  let made = 0
  while (performance.now() - from < ms) {
    const due = ((performance.now() - from) * perSecond) / 1_000
    for (; made < due; made++) {
      const n = made
      const companyId = companyIds[n % companyIds.length]!
      running.push(
        db
          .run(sql`
            insert into outbox (company_id, type, data, created_at)
            values (${companyId}, 'contacts.deleted', ${JSON.stringify({ contactId: companyId, run, n })}, jetpay_now())`)
          .then(() => committed(n)),
      )
    }
    await delay(1)
  }
  await Promise.all(running)
}

/**
 * From the commit of an event to its receipt. A delivery may come before we hear of the commit, which then
 * counts as 0.
 */
async function latency(bench: Bench, seconds: number): Promise<void> {
  for (const batch of [100, 10]) {
    const company = await newCompany(bench)
    const { at, inbox } = await newWebhook(bench, company, { max_batch_size: batch })
    const committedAt: number[] = []
    const receivedAt: number[] = []
    inbox.onEvent = ({ data }) => {
      receivedAt[data.n as number] = performance.now()
    }
    await makeEvents(bench.db, [company.companyId], RATE, seconds * 1_000, 0, (n) => {
      committedAt[n] = performance.now()
    })
    while (inbox.events < committedAt.length) await delay(20)
    const taken = receivedAt.map((received, n) => Math.max(0, received - committedAt[n]!))
    const { p50, p99 } = summarize(taken, 0, seconds * 1_000)
    console.log(
      `commit to receipt at ${RATE} events/s, batches of ${batch}: p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms; ${load()}`,
    )
    await call(bench, company, 'DELETE', at)
  }
}

/** A thousand endpoints at a steady rate; then a tenth of them hangs. */
async function manyEndpoints(bench: Bench, seconds: number): Promise<void> {
  const companies: Company[] = []
  const all: Inbox[] = []
  const committedAt: number[] = []
  let latencies: number[] = []
  let runs = 0
  for (let made = 0; made < MANY.companies; made++) {
    const company = await newCompany(bench)
    companies.push(company)
    for (let endpoint = 0; endpoint < MANY.endpoints; endpoint++) {
      const { inbox } = await newWebhook(bench, company, {})
      all.push(inbox)
      // Alerts about those that hang come in between; they are load as all else, and not what is measured.
      inbox.onEvent = ({ data }) => {
        if (data.run === runs) latencies.push(performance.now() - committedAt[data.n as number]!)
      }
    }
  }
  const ids = companies.map(({ companyId }) => companyId)
  const run = async (name: string) => {
    committedAt.length = 0
    latencies = []
    runs += 1
    // Long enough for hanging receivers to run into their 15 s more than once.
    await makeEvents(bench.db, ids, MANY.eventsPerSecond, Math.max(seconds, 40) * 1_000, runs, (n) => {
      committedAt[n] = performance.now()
    })
    const due = (committedAt.length * all.filter(({ hangs }) => !hangs).length) / ids.length
    const deadline = performance.now() + 30_000
    while (latencies.length < due && performance.now() < deadline) await delay(50)
    if (latencies.length < due) throw new Error(`${latencies.length} of ${due} events arrived`)
    const { p50, p99, count } = summarize(latencies, 0, 1)
    console.log(`${name}: ${count} events, p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms; ${load()}`)
    return p99
  }
  const well = await run(`${all.length} endpoints, all well`)
  all.forEach((inbox, at) => {
    inbox.hangs = at % HANGING_EVERY === 0
  })
  const hanging = await run(`a tenth of them hanging, the others`)
  console.log(`p99 of the others: ${(hanging / well).toFixed(2)} times`)
}
