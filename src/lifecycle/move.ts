import type { EventType } from '../events/announce.ts'
import type { Posting } from '../ledger/account.ts'

/**
 * One move: the states that it leaves (none: it makes the row), the one that it enters (null: it stays in its
 * own), the event that tells of it and what it posts.
 */
export type Move = {
  from: readonly string[]
  to: string | null
  event?: EventType
  postings: readonly Posting[]
}

/** What goes to the debit side of an account: more of what it holds. */
export const debit = (account: Posting['account'], of: Posting['of'] = 'amount'): Posting => ({
  side: 'debit',
  account,
  of,
})
/** And to its credit side: less of it, or more that we owe. */
export const credit = (account: Posting['account'], of: Posting['of'] = 'amount'): Posting => ({
  side: 'credit',
  account,
  of,
})
