import { watchDeadlines } from '../../ground/deadlines.ts'
import type { Message } from './codec.ts'
import { answerType } from './message-type.ts'

/** What became of an answer that came in: only `answered` reached a request. */
export type Match = 'answered' | 'late' | 'duplicate' | 'unmatched'

/** A request that waits for its answer. */
export type RequestInFlight<Outcome> = {
  key: string
  settle: (outcome: Outcome) => void
  dueAt: number
  onTimeout: Outcome
  /** When its bytes were handed to the socket, in milliseconds of `performance.now`; null: not yet. */
  sentAt: number | null
}

/**
 * How many keys of settled requests are remembered, to tell a late or second answer from one that nobody
 * asked for.
 */
const REMEMBERED = 20_000

const keyOf = (mti: string, message: Message): string =>
  `${mti} ${message.fields[7]} ${message.fields[11]} ${message.fields[37] ?? ''}`

/**
 * The requests of a link that wait for their answer. An answer belongs to the request of the same kind (0210
 * to 0200) with the same transmission time (field 7), STAN (11) and RRN (37): a network that leaves the RRN
 * out of its answer to a request that had one is not matched, because an outcome on the wrong charge is worse
 * than none. `onAnswered` hears how long each answer was waited for, from when its request was sent.
 */
export function inFlightTable<Outcome>(onAnswered?: (answerMti: string, ms: number) => void) {
  const waiting = new Map<string, RequestInFlight<Outcome>>()
  const deadlines = watchDeadlines(waiting, ({ settle, onTimeout }, key) => {
    remember(key, 'late')
    settle(onTimeout)
  })
  let recent = new Map<string, Match>()
  let older = new Map<string, Match>()

  function remember(key: string, match: Match): void {
    if (recent.size >= REMEMBERED / 2) {
      older = recent
      recent = new Map()
    }
    recent.set(key, match)
  }

  return {
    size: (): number => waiting.size,

    /**
     * Takes a request in and returns it; null where one with the same key is already waiting, or where the
     * message is not a request. After `timeoutMs` the request is settled with `onTimeout`.
     */
    add(
      request: Message,
      settle: (outcome: Outcome) => void,
      timeoutMs: number,
      onTimeout: Outcome,
    ): RequestInFlight<Outcome> | null {
      const mti = answerType(request.mti)
      if (!mti) return null
      const key = keyOf(mti, request)
      if (waiting.has(key)) return null
      const dueAt = performance.now() + timeoutMs
      const entry = { key, settle, dueAt, onTimeout, sentAt: null }
      waiting.set(key, entry)
      deadlines.watch(dueAt)
      return entry
    },

    /** Notes when the request's bytes were handed to the socket. */
    sent(entry: RequestInFlight<Outcome>, at: number): void {
      entry.sentAt = at
    },

    /** Lets go of a request that there are no bytes of: it is not settled. */
    forget({ key }: RequestInFlight<Outcome>): void {
      waiting.delete(key)
      if (waiting.size === 0) deadlines.stop()
    },

    /** Gives an answer to its request, if it still waits for it. */
    answer(message: Message, outcome: Outcome): Match {
      const key = keyOf(message.mti, message)
      const entry = waiting.get(key)
      if (!entry) return recent.get(key) ?? older.get(key) ?? 'unmatched'
      waiting.delete(key)
      if (waiting.size === 0) deadlines.stop()
      remember(key, 'duplicate')
      if (entry.sentAt !== null) onAnswered?.(message.mti, performance.now() - entry.sentAt)
      entry.settle(outcome)
      return 'answered'
    },

    /** Settles every request: what was handed to the socket one way, what was not the other. */
    settleAll(ifSent: Outcome, ifNotSent: Outcome): void {
      const entries = [...waiting]
      waiting.clear()
      deadlines.stop()
      for (const [key, entry] of entries) {
        const isSent = entry.sentAt !== null
        if (isSent) remember(key, 'late')
        entry.settle(isSent ? ifSent : ifNotSent)
      }
    },
  }
}
