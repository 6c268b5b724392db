/**
 * The load of `npm run bench -- charges` as a process of its own (`startLoad` forks it), so that what it
 * costs can be told apart from what it measures.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { HttpConnection } from './http-connection.ts'
import { type Measured, summarize } from './measure.ts'

/** Requests that are sent in turn; each gets an idempotency key of its own between `head` and `body`. */
export type Target = { host: string; port: number; heads: string[]; body: string }
/**
 * `atOnce` loops, each one request after the other, or `perSecond` whatever the answers do; latency counts
 * from when a request was due, so that a stall hides nothing (coordinated omission).
 */
export type Job = { target: Target; ms: number } & ({ atOnce: number } | { perSecond: number })
/**
 * A time in which requests were out and none was answered. `at` is in milliseconds since 1970; `ownMs` what
 * of it this process itself was not awake.
 */
export type Gap = { at: number; ms: number; ownMs: number }
/**
 * What the load saw. `refused`: answers that were no 200, by status; 0 is a broken connection. `late`: how
 * late it sent what was due, p99 in milliseconds, which is its own doing and part of the latencies.
 */
export type LoadRun = Measured & {
  loadCpuUs: number
  gaps: Gap[]
  late: number
  refused: Record<string, number>
}
export type LoadMessage = { done: LoadRun } | { stalled: number } | { failed: string }

/** A stall, in milliseconds (the mark). */
const GAP_MS = 50
/** It looks every millisecond; what is more than this was the machine's or its own collector's. */
const AWAKE_MS = 5
/** An open loop has as many requests out at most; what is due beyond waits, and its latency counts. */
const CONNECTIONS_MAX = 512

async function run(job: Job): Promise<LoadRun> {
  const before = process.cpuUsage()
  const startedAt = performance.now()
  const seen = new Seen()
  await ('atOnce' in job ? closedLoop(job, job.atOnce, seen) : openLoop(job, job.perSecond, seen))
  const { user, system } = process.cpuUsage(before)
  return {
    ...summarize(seen.latencies, seen.failed, performance.now() - startedAt),
    loadCpuUs: user + system,
    gaps: seen.gaps,
    late: summarize(seen.late, 0, 1).p99,
    refused: seen.refused,
  }
}

class Seen {
  latencies: number[] = []
  late: number[] = []
  failed = 0
  refused: Record<string, number> = {}
  gaps: Gap[] = []
  private lastAt = performance.now()
  private lookedAt = this.lastAt
  private ownMs = 0
  private told = false

  answered(status: number, from: number): void {
    const now = performance.now()
    if (status === 200) this.latencies.push(now - from)
    else {
      this.failed += 1
      this.refused[status] = (this.refused[status] ?? 0) + 1
    }
    if (now - this.lastAt > GAP_MS)
      this.gaps.push({ at: performance.timeOrigin + this.lastAt, ms: now - this.lastAt, ownMs: this.ownMs })
    this.lastAt = now
    this.told = false
    this.ownMs = 0
  }

  /** Says while it lasts that nothing is answered, so that somebody can look why. */
  look(underWay: number): void {
    const now = performance.now()
    this.ownMs += Math.max(0, now - this.lookedAt - AWAKE_MS)
    this.lookedAt = now
    if (underWay === 0) this.lastAt = now
    if (this.told || now - this.lastAt < GAP_MS) return
    this.told = true
    tell({ stalled: now - this.lastAt })
  }
}

const requestsOf = ({ heads, body }: Target) => {
  let turn = 0
  return () => `${heads[turn++ % heads.length]}idempotency-key: ${randomUUID()}\r\n\r\n${body}`
}

function closedLoop({ target, ms }: Job, atOnce: number, seen: Seen): Promise<unknown> {
  const next = requestsOf(target)
  const end = performance.now() + ms
  const loop = () =>
    new Promise<void>((resolve) => {
      const connection = new HttpConnection(target.host, target.port)
      const go = () => {
        const from = performance.now()
        if (from >= end) {
          connection.close()
          return resolve()
        }
        connection.send(next(), (status) => {
          seen.answered(status, from)
          // A server that is away must not be asked without a pause.
          if (status === 0) setTimeout(go, 10)
          else go()
        })
      }
      go()
    })
  return Promise.all(Array.from({ length: atOnce }, loop))
}

async function openLoop({ target, ms }: Job, perSecond: number, seen: Seen): Promise<void> {
  const next = requestsOf(target)
  const all: HttpConnection[] = []
  const idle: HttpConnection[] = []
  const startedAt = performance.now()
  let sent = 0
  while (performance.now() - startedAt < ms || idle.length < all.length) {
    const elapsed = Math.min(performance.now() - startedAt, ms)
    while (sent < (elapsed * perSecond) / 1000) {
      const connection = idle.pop() ?? (all.length < CONNECTIONS_MAX ? open(target, all) : undefined)
      if (!connection) break
      const dueAt = startedAt + (sent++ * 1000) / perSecond
      seen.late.push(performance.now() - dueAt)
      connection.send(next(), (status) => {
        idle.push(connection)
        seen.answered(status, dueAt)
      })
    }
    seen.look(all.length - idle.length)
    // A timer, not a spin: the load must not take a core from what it measures.
    await delay(1)
  }
  for (const connection of all) connection.close()
}

function open({ host, port }: Target, all: HttpConnection[]): HttpConnection {
  const connection = new HttpConnection(host, port)
  all.push(connection)
  return connection
}

const tell = (message: LoadMessage) => process.send?.(message)

process.on('message', (job: Job) => {
  run(job).then(
    (done) => tell({ done }),
    (error) => tell({ failed: String(error) }),
  )
})
process.on('disconnect', () => process.exit(0))
