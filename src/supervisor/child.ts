import { type ChildProcess, fork } from 'node:child_process'
import type { Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { OperatorError } from '../errors.ts'
import { SECRETS_FD } from '../settings/hand-over.ts'
import { openLogFile } from './log-file.ts'

/** A process that ends by itself is started again after this long, doubling while it keeps ending early. */
const RESTART_MIN_MS = 100
const RESTART_MAX_MS = 5_000
/** A process that lived this long had started well. */
const SETTLED_MS = 10_000
/** After this long a process that was asked to stop is killed. */
const STOP_MS = 15_000
const READY_MS = 60_000

const program = fileURLToPath(new URL('../main.ts', import.meta.url))

/** What a role tells its supervisor: that it serves, or what an operator has to mend before it can. */
export type RoleMessage = 'ready' | { refused: string }

/** What a role's process gets: its environment, its secrets on a descriptor of their own, and the user that it runs as. */
export type Given = { env: NodeJS.ProcessEnv; secrets: string; user: { uid?: number; gid?: number } }

/** A process that dies leaves no image of its memory on the disk. */
const WITHOUT_CORE = 'ulimit -c 0; exec "$0" "$@"'
/** SIGUSR1 would open Node's debugger to whoever is on this machine. */
const NODE_FLAGS = ['--disable-sigusr1']

export type Child = { ready: Promise<void>; stop(): Promise<void> }

/**
 * Keeps one role running: `jetpay <role>` as a process of its own, restarted when it dies, its output in a log file. It
 * leads its own process group, so that Ctrl-C reaches only the supervisor, which stops roles in order; and it stops by
 * itself when the channel to us closes, so that it never outlives a supervisor that was killed.
 */
export function keepRunning(
  role: string,
  { env, secrets, user }: Given,
  logFile: string,
  say: (line: string) => void,
): Child {
  const log = openLogFile(logFile)
  let stopping = false
  let running: ChildProcess
  let ended: Promise<void> = Promise.resolve()
  let restartMs = RESTART_MIN_MS

  const ready = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${role} is not ready after ${READY_MS / 1000} s`)),
      READY_MS,
    )
    const launch = () => {
      const startedAt = performance.now()
      running = fork(program, [role], {
        env,
        detached: true,
        ...user,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
        execPath: '/bin/sh',
        execArgv: ['-c', WITHOUT_CORE, process.execPath, ...NODE_FLAGS],
      })
      const handOver = running.stdio[SECRETS_FD] as Writable
      // A process that has died at once reads nothing; its end is told by its exit.
      handOver.on('error', () => undefined)
      handOver.end(secrets)
      log.take(running.stdout!)
      log.take(running.stderr!)
      running.once('message', (message: RoleMessage) => {
        clearTimeout(timer)
        if (message === 'ready') return resolve()
        say(`${role}: ${message.refused}`)
        reject(new OperatorError(`Jetpay did not start: ${role} has to be mended.`))
      })
      ended = new Promise((done) => {
        running.once('exit', (code, signal) => {
          done()
          if (stopping) return
          say(`${role} ended (${signal ?? `exit code ${code}`}); starting it again. Its log: ${logFile}`)
          restartMs =
            performance.now() - startedAt > SETTLED_MS
              ? RESTART_MIN_MS
              : Math.min(restartMs * 2, RESTART_MAX_MS)
          setTimeout(() => stopping || launch(), restartMs)
        })
      })
    }
    launch()
  })

  return {
    ready,
    async stop() {
      stopping = true
      running.kill('SIGTERM')
      const overdue = new AbortController()
      void delay(STOP_MS, undefined, { signal: overdue.signal }).then(
        () => running.kill('SIGKILL'),
        () => undefined,
      )
      await ended
      overdue.abort()
    },
  }
}
