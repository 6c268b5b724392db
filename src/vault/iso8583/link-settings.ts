import type { Socket } from 'node:net'
import type { Clock } from '../../ground/clock.ts'
import type { Message } from './codec.ts'
import type { DialectName } from './dialect.ts'
import type { LinkEvent } from './link-events.ts'

export type LinkSettings = {
  host: string
  port: number
  dialect: DialectName
  clock: Clock
  /** Begins a TLS connection; without it the link is in the clear. */
  connectTls?: () => Socket
  /** How long a request waits for its answer, unless it says otherwise. */
  timeoutMs: number
  /** Between two echo tests; 30 s, what networks usually ask for. */
  echoIntervalMs?: number
  /** How long sign-on, sign-off and echo wait for their answer before the connection is given up. */
  managementTimeoutMs?: number
  /** First and longest wait before connecting again; each wait is drawn between half and all of its step. */
  retryMinMs?: number
  retryMaxMs?: number
  /**
   * The number (field 11) of a sign-on, sign-off or echo. Without it the link counts by itself, which is
   * right only where no other link has its identity. Rejects where none can be had: then nothing is sent.
   */
  nextStan?: () => Promise<string>
  /** Requests that may wait for an answer at once; beyond it they are refused as `link_busy`. */
  maxInFlight?: number
  onEvent?: (event: LinkEvent) => void
  /** Hears of each answer to a request its type (0210) and how long it was waited for, in milliseconds. */
  onAnswered?: (mti: string, ms: number) => void
  /** Fields of answers that are read, beside what tells whose they are; without it all are. */
  reads?: readonly number[]
  /** Answers a file update of the network's (0302); null: it is to come again. Never rejects. */
  onFileUpdate?: (message: Message) => Promise<Message | null>
}

/** What is left out. */
export const linkDefaults = {
  echoIntervalMs: 30_000,
  managementTimeoutMs: 5_000,
  retryMinMs: 100,
  retryMaxMs: 15_000,
  maxInFlight: 5_000,
}
