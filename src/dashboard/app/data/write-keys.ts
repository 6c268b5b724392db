/**
 * The idempotency keys of writes that have no answer yet. A key outlives the dialog that asked: whoever
 * closes one when the line is cut, opens it again and asks for the same, means the same, and it happens once.
 */
import { AskError } from './problem.ts'

/**
 * How long a write without an answer is the same one when it is asked for again; the server keeps keys
 * longer.
 */
const KEPT_MS = 30 * 60_000
/** Writes without an answer that are remembered: more than anybody tries while a line is cut. */
const KEPT_MAX = 100

type Kept = { key: string; at: number; path: string; amount: string | undefined; isUnknown: boolean }

/**
 * Refusals that the server keeps under a key, and nothing else does: asked anew, they are another try. What a
 * request lacks (422), who asks (401, 403), how often (429) tells nothing of an earlier try under the key,
 * nor does whatever stands between us and the server.
 */
const decided = [402, 404, 409, 504]
export const isDecided = (error: unknown): boolean =>
  error instanceof AskError &&
  decided.includes(error.problem.status) &&
  error.problem.code !== 'unexpected_answer' &&
  !error.problem.code.startsWith('idempotency_')

/** Whether it is not known if it was done: nobody answered, or not the API. */
export const isUnknown = (error: unknown): boolean =>
  error instanceof AskError &&
  (error.problem.status === 0 ||
    (error.problem.code === 'unexpected_answer' && error.problem.status >= 500) ||
    error.problem.code === 'idempotency_in_progress')

/** What a path is about: the object that it names first, or all of its kind. */
const subjectOf = (path: string) => /^.*?\/[\da-f-]{36}/.exec(path)?.[0] ?? path

/**
 * A write as it was asked for: two that are the same text are the same. `amount`: of money, so that asked
 * twice it moves twice.
 */
export type Sought = { path: string; what: string; amount?: string | undefined }

export function makeWriteKeys(now: () => number = Date.now) {
  const kept = new Map<string, Kept>()
  return {
    /** The key under which this is asked: the one of the earlier try, or a new one. */
    keyOf({ path, what, amount }: Sought): { key: string; isKept: boolean } {
      const known = kept.get(what)
      if (known && now() - known.at < KEPT_MS) return { key: known.key, isKept: true }
      const key = crypto.randomUUID()
      kept.delete(what)
      kept.set(what, { key, at: now(), path, amount, isUnknown: false })
      if (kept.size > KEPT_MAX) kept.delete(kept.keys().next().value!)
      return { key, isKept: false }
    },
    /** No answer came: it may have been done. */
    unanswered({ what }: Sought): void {
      const known = kept.get(what)
      if (known) known.isUnknown = true
    },
    /** The amount of another such write that no answer came to: it may have moved already. */
    unknownBeside({ path, what, amount }: Sought): string | undefined {
      if (amount === undefined) return undefined
      for (const [other, earlier] of kept)
        if (other !== what && earlier.path === path && earlier.isUnknown && now() - earlier.at < KEPT_MS)
          return earlier.amount
      return undefined
    },
    /**
     * It is answered: the same asked again is another write. So is what else was asked of the same object:
     * the page shows by then how it is, and on, off and on again are three. Not what moves money: a refund
     * whose answer was lost is the same refund, whatever was done since.
     */
    answered({ path, what }: Sought): void {
      kept.delete(what)
      for (const [other, { path: its, amount }] of kept)
        if (subjectOf(its) === subjectOf(path) && amount === undefined) kept.delete(other)
    },
  }
}

/** Those of this page. */
export const writeKeys = makeWriteKeys()
