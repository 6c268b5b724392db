/**
 * Where the time of api, vault and worker goes, and of the database by statement: V8's own profiler, asked
 * over the debugger that each process opens on loopback, for as long as a load runs and no longer.
 */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename } from 'node:path'
import type { ClientConfig } from 'pg'
import type { System } from '../test/system.ts'
import { cpuByRole, cpuPer } from './cpu.ts'
import { adminOf, query } from './machine.ts'

const ROLES = ['api', 'vault', 'worker']
/** Microseconds between two looks: fine enough for 5 s, and it costs a process 2 to 3 %. */
const INTERVAL_US = 500
const FUNCTIONS = 16
const STATEMENTS = 12

/**
 * Every process opens a debugger on a port that its log names; the vault, under Node's permission model,
 * where that is allowed by name. The demo passes this on, live never.
 */
export const profiled = { NODE_OPTIONS: '--inspect=127.0.0.1:0 --allow-inspector' }

type Node = {
  id: number
  callFrame: { functionName: string; url: string; lineNumber: number }
}
export type Profile = { nodes: Node[]; samples: number[]; timeDeltas: number[] }

/**
 * Starts the system with PostgreSQL counting what each statement takes, which it does from its start on only.
 */
export async function startCounting(start: () => Promise<System>): Promise<System> {
  const first = await start()
  await query(adminOf(first), `alter system set shared_preload_libraries = 'pg_stat_statements'`)
  await first.stop()
  const system = await start()
  await query(adminOf(system), 'create extension if not exists pg_stat_statements')
  return system
}

/** Runs `load`, which answers its charges, and prints what it took, by function and by statement. */
export async function profile(system: System, admin: ClientConfig, load: () => Promise<number>) {
  const folder = mkdtempSync(`${tmpdir()}/jetpay-profile-`)
  const opened = await Promise.allSettled(debuggersOf(system).map(openSession))
  const sessions = opened.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
  for (const { send } of sessions) {
    await send('Profiler.enable')
    await send('Profiler.setSamplingInterval', { interval: INTERVAL_US })
    await send('Profiler.start')
  }
  await query(admin, 'select pg_stat_statements_reset()')
  const before = cpuByRole(system)
  const charges = await load()
  const cpu = cpuPer(before, cpuByRole(system), charges)
  const statements = await statementsOf(admin, charges)
  for (const { send, close, name, role } of sessions) {
    const { profile } = (await send('Profiler.stop')) as { profile: Profile }
    close()
    writeFileSync(`${folder}/${name}.cpuprofile`, JSON.stringify(profile))
    // Of several processes of a role each is said to have an even share of its CPU.
    const alike = sessions.filter((one) => one.role === role).length
    printProfile(name, profile, cpu.get(role)! / alike)
  }
  console.log(`statements, microseconds, calls, rows and WAL bytes a charge (time with waiting):`)
  for (const line of statements) console.log(`  ${line}`)
  console.log(`profiles, to open in a browser's developer tools: ${folder}`)
}

/** By the logs of all processes of these roles; one that has ended since does not answer and is left out. */
const debuggersOf = ({ dataFolder }: System) =>
  readdirSync(`${dataFolder}/logs`).flatMap((file) => {
    const role = ROLES.find((one) => new RegExp(`^${one}(-\\d+)?\\.log$`).test(file))
    if (!role) return []
    const log = readFileSync(`${dataFolder}/logs/${file}`, 'utf8')
    return [...log.matchAll(/Debugger listening on (ws:\S+)/g)].map(([, url]) => ({ role, url: url! }))
  })

async function openSession({ role, url }: { role: string; url: string }) {
  const socket = new WebSocket(url)
  const answers = new Map<number, (result: unknown) => void>()
  let asked = 0
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = () => reject(new Error(`the debugger of ${role} does not answer`))
  })
  socket.onmessage = ({ data }) => {
    const { id, result } = JSON.parse(String(data))
    answers.get(id)?.(result)
  }
  return {
    role,
    name: `${role}-${new URL(url).port}`,
    close: () => socket.close(),
    send: (method: string, params: object = {}) =>
      new Promise<unknown>((resolve) => {
        answers.set(++asked, resolve)
        socket.send(JSON.stringify({ id: asked, method, params }))
      }),
  }
}

function printProfile(name: string, { nodes, samples, timeDeltas }: Profile, cpuUs: number): void {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]))
  const functions = new Map<string, number>()
  const files = new Map<string, number>()
  const add = (to: Map<string, number>, key: string, us: number) => to.set(key, (to.get(key) ?? 0) + us)
  let busy = 0
  for (const [at, id] of samples.entries()) {
    const frame = byId.get(id)!
    if (frame.functionName === '(idle)') continue
    const us = timeDeltas[at]!
    busy += us
    add(functions, `${frame.functionName || '(anonymous)'} ${placeOf(frame)}`, us)
    add(files, packageOf(frame), us)
  }
  const top = (of: Map<string, number>, count: number) =>
    [...of].sort(([, a], [, b]) => b - a).slice(0, count)
  console.log(`${name}: ${cpuUs.toFixed(0)} microseconds of CPU a charge, of it`)
  for (const [key, us] of top(functions, FUNCTIONS))
    console.log(
      `  ${((100 * us) / busy).toFixed(1).padStart(5)} %  ${((cpuUs * us) / busy).toFixed(1).padStart(5)} us  ${key}`,
    )
  const parts = top(files, 8).map(([key, us]) => `${key} ${((100 * us) / busy).toFixed(0)} %`)
  console.log(`  by part: ${parts.join(', ')}`)
}

const placeOf = ({ url, lineNumber }: Node['callFrame']) =>
  url === '' ? '' : `${url.replace(/^.*\/(node_modules|src)\//, '')}:${lineNumber + 1}`

const packageOf = ({ url, functionName }: Node['callFrame']) =>
  /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ??
  /\/(src\/[^/]+)\//.exec(url)?.[1] ??
  (url.startsWith('node:')
    ? url.split('/')[0]! + (url.includes('/') ? `/${basename(url)}` : '')
    : functionName || 'native')

type Statement = { query: string; us: number; calls: number; rows: number; wal: number }

async function statementsOf(admin: ClientConfig, charges: number): Promise<string[]> {
  const rows = await query<Statement>(
    admin,
    `select regexp_replace(query, '\\s+', ' ', 'g') as query, total_exec_time * 1000 / ${charges} as us,
      calls::float8 / ${charges} as calls, rows::float8 / ${charges} as rows, wal_bytes::float8 / ${charges} as wal
     from pg_stat_statements order by total_exec_time desc limit ${STATEMENTS}`,
  )
  return rows.map(
    ({ query, us, calls, rows, wal }) =>
      `${us.toFixed(1).padStart(7)} us ${calls.toFixed(3).padStart(6)} calls ${rows.toFixed(2).padStart(5)} rows ${wal.toFixed(0).padStart(5)} bytes  ${query.slice(0, 110)}`,
  )
}
