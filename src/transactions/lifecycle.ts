import type { EventType } from '../events/announce.ts'
import type { Posting } from '../ledger/account.ts'

/** One move: the states that it leaves, the one that it enters, the event that tells of it and what it posts. */
export type Move = {
  from: readonly string[]
  to: string
  event?: EventType
  postings: readonly Posting[]
}

const debit = (account: Posting['account']): Posting => ({ side: 'debit', account })
const credit = (account: Posting['account']): Posting => ({ side: 'credit', account })

/**
 * Every state and every move, as data. A move is one guarded `update … where state = any(from)`; the table
 * `lifecycle_moves` and its trigger refuse any other, even from psql. What a move posts is in `lifecycle_postings`, from
 * which the statement that makes the move inserts it. A test holds this file and those tables equal.
 */
export const lifecycle = {
  card_debit: {
    /** The network approved and captured: it owes us the amount, and we owe it to the company. */
    charge: {
      from: ['requested'],
      to: 'paid',
      event: 'transactions.debits.paid',
      postings: [debit('network_receivable'), credit('company_payable')],
    },
    /** The network declined, was never reached, or a charge of unknown outcome was reversed. */
    fail: { from: ['requested'], to: 'failed', event: 'transactions.debits.failed', postings: [] },
  },
  attempt: {
    approve: { from: ['sent'], to: 'approved', postings: [] },
    decline: { from: ['sent'], to: 'declined', postings: [] },
    /** No byte left, so there is nothing to reverse. */
    abandon: { from: ['sent'], to: 'unsent', postings: [] },
    /** No answer: it may have been captured. Also an answer that comes after the reversal: reversed once more. */
    doubt: { from: ['sent', 'reversed'], to: 'reversing', postings: [] },
    /** The network acknowledged the reversal. */
    reverse: { from: ['reversing'], to: 'reversed', postings: [] },
  },
} as const satisfies Record<string, Record<string, Move>>
