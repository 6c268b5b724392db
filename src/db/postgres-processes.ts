/**
 * Which PostgreSQL processes work in a folder, by what the system says of each process and not by
 * `postmaster.pid`: that file is copied with its folder, and its number may be another program's by now.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { OperatorError } from '../ground/errors.ts'

/** `root`: the server, or initdb; not one of the processes that it started for itself. */
export type PostgresProcess = { pid: number; root: boolean }

/**
 * A fast shutdown rolls back and writes a checkpoint of at most `max_wal_size`; then an immediate one, then
 * the kernel's.
 */
const FAST_MS = 30_000
const IMMEDIATE_MS = 5_000
const KILL_MS = 5_000
const LOOK_EVERY_MS = 20

const programs = new Set(['postgres', 'initdb'])

/**
 * The PostgreSQL processes that work in `folder` or below; also where it was removed under them, which ends
 * none by itself.
 */
export function postgresProcessesIn(folder: string): PostgresProcess[] {
  if (!existsSync(dirname(folder))) return []
  const real = existsSync(folder)
    ? realpathSync(folder)
    : join(realpathSync(dirname(folder)), basename(folder))
  return process.platform === 'linux' ? byProc(real) : byPs(real)
}

/**
 * By /proc: the program that runs and the folder that it works in, which for PostgreSQL is its data. A moved
 * folder is followed.
 */
function byProc(folder: string): PostgresProcess[] {
  const found: { pid: number; parent: number }[] = []
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const at = readlinkSync(`/proc/${name}/cwd`)
      if (at !== folder && !at.startsWith(`${folder}/`)) continue
      // The kernel adds " (deleted)" where packages were installed again since.
      if (!programs.has(basename(readlinkSync(`/proc/${name}/exe`).replace(/ \(deleted\)$/, '')))) continue
      // After the program's name, which may hold anything: state, parent …
      const [, parent] = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
      found.push({ pid: Number(name), parent: Number(parent) })
    } catch {
      // It ended meanwhile, or is another user's, and ours never are.
    }
  }
  const pids = new Set(found.map(({ pid }) => pid))
  return found.map(({ pid, parent }) => ({ pid, root: !pids.has(parent) }))
}

/** Where there is no /proc, by the folder that the command line names. */
function byPs(folder: string): PostgresProcess[] {
  const list = execFileSync('/bin/ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' })
  return list.split('\n').flatMap((line) => {
    const [, pid, program = '', rest = ''] = /^\s*(\d+)\s+(.*?\/(?:postgres|initdb)) (.*)$/.exec(line) ?? []
    const names = rest.startsWith(`-D ${folder}/`) || rest.startsWith(`--pgdata=${folder}/`)
    return pid && names && programs.has(basename(program)) ? [{ pid: Number(pid), root: true }] : []
  })
}

/**
 * Ends what PostgreSQL runs in `folder`, gently first. For a caller that holds the folder's lock: then it is
 * what a supervisor left that was killed. Returns whether there was any.
 */
export async function endPostgresIn(folder: string): Promise<boolean> {
  const steps = [
    { signal: 'SIGINT', rootOnly: true, withinMs: FAST_MS },
    { signal: 'SIGQUIT', rootOnly: false, withinMs: IMMEDIATE_MS },
    { signal: 'SIGKILL', rootOnly: false, withinMs: KILL_MS },
  ] as const
  if (postgresProcessesIn(folder).length === 0) return false
  for (const { signal, rootOnly, withinMs } of steps) {
    for (const { pid, root } of postgresProcessesIn(folder)) {
      if (root || !rootOnly) send(pid, signal)
      // One that is stopped hears nothing else.
      send(pid, 'SIGCONT')
    }
    for (const deadline = performance.now() + withinMs; performance.now() < deadline; ) {
      if (postgresProcessesIn(folder).length === 0) return true
      await delay(LOOK_EVERY_MS)
    }
  }
  const left = postgresProcessesIn(folder).map(({ pid }) => pid)
  if (left.length === 0) return true
  throw new OperatorError(
    `A PostgreSQL that was left behind in ${folder} does not end (process ${left.join(', ')}); end it, then start again.`,
  )
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended meanwhile.
  }
}
