import type { Transaction } from './transaction.ts'

/** Why nothing can be done that moves money: a word of `nothing-words.ts`. */
export type WhyNothing =
  | 'role'
  | 'failed'
  | 'cancelled'
  | 'requested'
  | 'capturing'
  | 'debit_initiated'
  | 'credit_initiated'
  | 'refunded'
  | 'debit_paid'
  | 'credit_paid'

type Of = Pick<Transaction, 'kind' | 'state' | 'amount' | 'amount_refunded'>

/** `mayWrite`: whether the user could do anything with any of its kind. */
export function whyNothing({ kind, state, amount, amount_refunded }: Of, mayWrite: boolean): WhyNothing {
  if (state === 'failed' || state === 'cancelled') return state
  // Both are as the server printed them, with two decimals.
  if (kind === 'debit' && amount === amount_refunded) return 'refunded'
  if (!mayWrite) return 'role'
  if (state === 'requested') return 'requested'
  if (state === 'preauthorized') return 'capturing'
  if (state === 'initiated') return `${kind}_initiated`
  return `${kind}_paid`
}
