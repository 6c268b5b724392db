/** What a link to a card network tells of itself. */
import type { Iso8583Error } from './iso8583-error.ts'

export type LinkState = 'connecting' | 'signing_on' | 'up' | 'down' | 'closed'

export type DownReason =
  | 'connect_failed'
  | 'sign_on_failed'
  | 'echo_unanswered'
  | 'connection_lost'
  | 'bad_frame'
  | 'closed'

/** What operators and metrics hear of a link. None of it holds card data. */
export type LinkEvent =
  | { type: 'up' }
  | { type: 'down'; reason: DownReason; retryMs: number | null }
  | { type: 'late_answer' | 'duplicate_answer' | 'unmatched_answer'; mti: string; stan: string; rrn: string }
  | { type: 'malformed_message'; error: Iso8583Error }

export type LinkCounters = {
  requests: number
  answered: number
  timedOut: number
  lost: number
  notSent: number
  late: number
  duplicate: number
  unmatched: number
  malformed: number
  connects: number
  drops: number
  inFlight: number
}
