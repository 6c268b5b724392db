import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import type { RunAs } from '../../src/db/database-user.ts'

export type Running = { pid: number; process: ChildProcess; ended: Promise<unknown> }

/** Starts a program as the leader of a group of its own, so that Ctrl-C leaves its end to us. */
export function launch(
  program: string,
  words: string[],
  { log, env, user }: { log: string; env?: Record<string, string>; user: RunAs },
): Running {
  const to = openSync(log, 'a')
  const child = spawn(program, words, {
    cwd: '/',
    detached: true,
    stdio: ['ignore', to, to],
    env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', ...env },
    ...user,
  })
  closeSync(to)
  return { pid: child.pid!, process: child, ended: once(child, 'exit') }
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    // It ended meanwhile.
    if ((error as { code?: string }).code !== 'ESRCH') throw error
  }
}

const STOP_MS = 20_000

/** Asks it to end, goes on if it was stopped, and kills it in the end. */
export async function end({ pid, process: child, ended }: Running, name: NodeJS.Signals = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null) return
  signal(pid, name)
  signal(pid, 'SIGCONT')
  const overdue = setTimeout(() => signal(pid, 'SIGKILL'), STOP_MS)
  await ended
  clearTimeout(overdue)
}
