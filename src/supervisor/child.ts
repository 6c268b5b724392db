import { type ChildProcess, fork } from 'node:child_process'
import type { Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { OperatorError } from '../ground/errors.ts'
import { hostName, loopback } from '../ground/host-name.ts'
import { SECRETS_FD } from '../ground/settings/hand-over.ts'
import { openBackOff } from './back-off.ts'
import { openLogFile } from './log-file.ts'
import { heapFlags, MALLOC } from './memory.ts'
import { USE_STRIPPED } from './stripped.ts'

/** After this long a process that was asked to stop is killed. */
const STOP_MS = 15_000
const READY_MS = 60_000
/**
 * A process that has ended may still have said something that is on its way; a child of its own must not hold
 * that up.
 */
const LAST_WORDS_MS = 1_000

const program = fileURLToPath(new URL('../main.ts', import.meta.url))

/**
 * What a role's process gets: its environment, its secrets on a descriptor of their own, and the user that it
 * runs as. `debuggerPort`: on loopback, for whoever develops. `name`: what it is called where its role has
 * several processes.
 */
export type Given = {
  name?: string
  env: NodeJS.ProcessEnv
  secrets: string
  user: { uid?: number; gid?: number }
  debuggerPort?: number | undefined
  /** Further options of Node's. */
  flags?: string[]
}

/** A process that dies leaves no image of its memory on the disk. */
const WITHOUT_CORE = 'ulimit -c 0; exec "$0" "$@"'
/** SIGUSR1 would open Node's debugger to whoever is on this machine. */
const NODE_FLAGS = ['--disable-sigusr1', USE_STRIPPED]

/** `pid`: of the process that runs now, or ran last. */
export type Child = { ready: Promise<void>; pid(): number | undefined; stop(): Promise<void> }

/** What a role tells its supervisor: that it serves, or in a line for the operator why it cannot. */
export type RoleMessage = 'ready' | { refused: string }

/**
 * Keeps one role running: `jetpay <role>` as a process of its own, restarted when it ends, however it ends,
 * its output in a log file. It leads its own process group, so that Ctrl-C reaches only the supervisor, which
 * stops roles in order; and it stops by itself when the channel to us closes, so that it never outlives a
 * supervisor that was killed.
 */
export function keepRunning(
  role: string,
  { name = role, env, secrets, user, debuggerPort, flags: given = [] }: Given,
  logFile: string,
  say: (line: string) => void,
): Child {
  const log = openLogFile(logFile, say)
  const backOff = openBackOff(say)
  const stopping = new AbortController()
  const { signal } = stopping
  let running: ChildProcess | undefined
  // Node opens no debugger in a process that it keeps in bounds.
  const flags = debuggerPort === undefined ? given : [`--inspect=${hostName(loopback())}:${debuggerPort}`]

  const ready = Promise.withResolvers<void>()
  // Who stops before all is ready no longer waits for it.
  ready.promise.catch(() => undefined)
  const timer = setTimeout(
    () =>
      ready.reject(new OperatorError(`${name} is not ready after ${READY_MS / 1000} s. Its log: ${logFile}`)),
    READY_MS,
  )

  const runOnce = () =>
    new Promise<string>((ended) => {
      const child = fork(program, [role], {
        env: { ...env, ...MALLOC },
        detached: true,
        ...user,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
        execPath: '/bin/sh',
        execArgv: ['-c', WITHOUT_CORE, process.execPath, ...NODE_FLAGS, ...heapFlags(role), ...flags],
      })
      running = child
      const handOver = child.stdio[SECRETS_FD] as Writable | undefined
      // A process that ends at once reads nothing; its end is told below.
      handOver?.on('error', () => undefined)
      handOver?.end(secrets)
      log.take(child.stdout!)
      log.take(child.stderr!)
      let cannot: string | undefined
      child.on('message', (message: RoleMessage) => {
        if (message === 'ready') ready.resolve()
        else cannot = `${name}: ${message.refused}`
      })
      // It could not even be begun: too many processes, no memory.
      child.once('error', (error) => ended(`${name} cannot be started: ${error.message}`))
      const end = () => {
        const by = child.signalCode ?? `exit code ${child.exitCode}`
        // While we wait for it, the operator mends it and starts again; later it comes back once it is
        // mended.
        if (cannot !== undefined) ready.reject(new OperatorError(cannot))
        ended(cannot ?? `${name} ended (${by}); starting it again. Its log: ${logFile}`)
      }
      child.once('close', end)
      child.once('exit', () => setTimeout(end, LAST_WORDS_MS).unref())
    })

  async function keep(): Promise<void> {
    while (!signal.aborted) {
      const startedAt = performance.now()
      const line = await runOnce()
      if (signal.aborted) return
      backOff.say(line)
      const pauseMs = backOff.afterLiving(performance.now() - startedAt)
      await delay(pauseMs, undefined, { signal }).catch(() => undefined)
    }
  }
  const kept = keep()

  return {
    ready: ready.promise.finally(() => clearTimeout(timer)),
    pid: () => running?.pid,
    async stop() {
      stopping.abort()
      clearTimeout(timer)
      running?.kill('SIGTERM')
      const overdue = setTimeout(() => running?.kill('SIGKILL'), STOP_MS)
      await kept
      clearTimeout(overdue)
    },
  }
}
