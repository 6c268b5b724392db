import type { EventType } from '../events/announce.ts'

/**
 * Every state and every move, as data. A move is one guarded `update … where state = any(from)`; the table
 * `lifecycle_moves` and its trigger refuse any other, even from psql. A test holds this file and that table equal.
 */
export const lifecycle = {
  card_debit: {
    /** The network approved and captured. */
    charge: { from: ['requested'], to: 'paid', event: 'transactions.debits.paid' },
    /** The network declined, was never reached, or a charge of unknown outcome was reversed. */
    fail: { from: ['requested'], to: 'failed', event: 'transactions.debits.failed' },
  },
  attempt: {
    approve: { from: ['sent'], to: 'approved' },
    decline: { from: ['sent'], to: 'declined' },
    /** No byte left, so there is nothing to reverse. */
    abandon: { from: ['sent'], to: 'unsent' },
    /** No answer: it may have been captured. Also an answer that comes after the reversal: reversed once more. */
    doubt: { from: ['sent', 'reversed'], to: 'reversing' },
    /** The network acknowledged the reversal. */
    reverse: { from: ['reversing'], to: 'reversed' },
  },
} as const satisfies Record<string, Record<string, { from: string[]; to: string; event?: EventType }>>
