/**
 * The fixed floor: a frozen schema and two statements (bench/floor/), six rows a charge, each charge by
 * itself, prepared, over 32 connections, in a database of its own on the same server. It imports nothing of
 * the product and never changes with it: figures of two versions can be compared.
 */
import { execFile } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import pg from 'pg'

/** As many as the issue's own figure was taken with; few enough that each has its plans and pages hot. */
const CONNECTIONS = 32
const DATABASE = 'bench_floor'
const folder = new URL('floor/', import.meta.url)
const SCRIPT = new URL('charge.pgbench', folder)

export type FloorRun = { perSecond: number; count: number; failed: number; loadCpuUs: number }
export type Floor = {
  /** What sends the charges: `pgbench 15.18`, or `pg` of Node where there is no pgbench. */
  driver: string
  run(ms: number): Promise<FloorRun>
}

/** Makes its database anew on the server; `admin` may create databases. */
export async function openFloor(admin: pg.ClientConfig): Promise<Floor> {
  await asked(admin, `drop database if exists ${DATABASE}`, `create database ${DATABASE}`)
  const at = { ...admin, database: DATABASE }
  await asked(at, readFileSync(new URL('schema.sql', folder), 'utf8'))
  const pgbench = findPgbench()
  let runs = 0
  if (!pgbench)
    return { driver: 'pg of Node (there is no pgbench here)', run: (ms) => runByNode(at, ms, runs++) }
  const { stdout } = await promisify(execFile)(pgbench, ['--version'])
  return {
    driver: stdout.trim().replace(/\((PostgreSQL)\) ([\d.]+).*/, '$2'),
    run: (ms) => runByPgbench(pgbench, at, ms, runs++),
  }
}

async function asked(at: pg.ClientConfig, ...statements: string[]): Promise<void> {
  const client = new pg.Client(at)
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

/** On the path, or where Debian's postgresql-contrib puts it. */
const findPgbench = (): string | undefined =>
  [
    ...(process.env.PATH ?? '').split(':').map((path) => `${path}/pgbench`),
    ...globSync('/usr/lib/postgresql/*/bin/pgbench'),
  ].find(existsSync)

/** Numbers of each run begin where no run before has been. */
const firstOf = (run: number) => run * 1_000_000_000

async function runByPgbench(
  pgbench: string,
  at: pg.ClientConfig,
  ms: number,
  run: number,
): Promise<FloorRun> {
  const seconds = Math.max(1, Math.round(ms / 1000))
  const before = childCpuUs()
  const shape = `--no-vacuum --protocol=prepared -c ${CONNECTIONS} -j 1 -T ${seconds} -D n=${firstOf(run)} -f`
  const { stdout } = await promisify(execFile)(pgbench, shape.split(' ').concat(fileURLToPath(SCRIPT)), {
    env: {
      ...process.env,
      PGHOST: String(at.host),
      PGPORT: String(at.port),
      PGUSER: String(at.user),
      PGPASSWORD: String(at.password),
      PGDATABASE: DATABASE,
    },
  })
  const figure = (pattern: RegExp) => Number(pattern.exec(stdout)?.[1] ?? Number.NaN)
  return {
    perSecond: figure(/tps = ([\d.]+)/),
    count: figure(/actually processed: (\d+)/),
    failed: figure(/failed transactions: (\d+)/),
    loadCpuUs: childCpuUs() - before,
  }
}

/** CPU of children of this process that have ended, in microseconds (fields 16 and 17 of /proc/self/stat). */
function childCpuUs(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[13]) + Number(fields[14])) * 10_000
}

/** The same two statements by Node: its own work weighs more, so the floor is a little lower. */
async function runByNode(at: pg.ClientConfig, ms: number, run: number): Promise<FloorRun> {
  const statements = statementsOf(readFileSync(SCRIPT, 'utf8'))
  const clients = Array.from({ length: CONNECTIONS }, () => new pg.Client(at))
  await Promise.all(clients.map((client) => client.connect()))
  let count = 0
  const used = process.cpuUsage()
  const startedAt = performance.now()
  await Promise.all(
    clients.map(async (client, place) => {
      for (let n = firstOf(run) + 1; performance.now() - startedAt < ms; n++) {
        for (const [at, text] of statements.entries())
          await client.query({ name: `floor-${at}`, text, values: [place * 1e12 + n] })
        count++
      }
    }),
  )
  const perSecond = (count * 1000) / (performance.now() - startedAt)
  const { user, system } = process.cpuUsage(used)
  await Promise.all(clients.map((client) => client.end()))
  return { perSecond, count, failed: 0, loadCpuUs: user + system }
}

/** The script's statements, their one variable as a parameter. */
const statementsOf = (script: string) =>
  script
    .split('\n')
    .filter((line) => line.startsWith('with '))
    .map((line) => line.replaceAll(':id', '$1'))
