import type { AttemptSubjects } from '../charges/card-exchange.ts'
import { debitSubject, holdSubject } from '../charges/debit-subject.ts'
import { cardRefundSubject } from '../refunds/refund-subject.ts'

/** Who hears what became of each attempt. */
export const attemptSubjects: AttemptSubjects = {
  debit: debitSubject,
  hold: holdSubject,
  refund: cardRefundSubject,
}
