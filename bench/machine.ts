import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus, loadavg, release } from 'node:os'
import pg from 'pg'
import { projectFolder } from '../src/ground/config.ts'
import type { System } from '../test/system.ts'

/** What a run was made with and on, a line each, as it is printed and written. */
export async function describeRun(system: System, others: string[]): Promise<string[]> {
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: projectFolder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  const commit = (() => {
    try {
      return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') ? ' and changes' : ''}`
    } catch {
      return 'unknown'
    }
  })()
  const { version } = JSON.parse(readFileSync(`${projectFolder}/package.json`, 'utf8')) as { version: string }
  const [{ server_version: postgres }] = await query<{ server_version: string }>(
    adminOf(system),
    'show server_version',
  )
  return [
    `Jetpay ${version} (commit ${commit}), Node ${process.version}, ${[`PostgreSQL ${postgres}`, ...others].join(', ')}`,
    `${cpus().length} cores (${cpus()[0]?.model.trim()}), Linux ${release()}, load before it ${loadavg()[0]!.toFixed(1)}, ${new Date().toISOString().slice(0, 16)}Z`,
  ]
}

/** The server's administrator, who may see what all connections do. */
export function adminOf({ dataFolder, databaseUrl }: System): pg.ClientConfig {
  const { adminPassword } = JSON.parse(readFileSync(`${dataFolder}/database.json`, 'utf8'))
  const { hostname, port, pathname } = new URL(databaseUrl)
  return {
    host: hostname,
    port: Number(port),
    user: 'postgres',
    password: adminPassword,
    database: pathname.slice(1),
  }
}

export async function query<Row>(at: pg.ClientConfig, text: string): Promise<[Row, ...Row[]]> {
  const client = new pg.Client(at)
  await client.connect()
  try {
    return (await client.query(text)).rows as [Row, ...Row[]]
  } finally {
    await client.end()
  }
}
