import { creditSubject } from '../credits/bank-outcomes.ts'
import { debitSubject } from '../debits/debit-bank-outcomes.ts'
import { payoutSubject } from '../payouts/bank-outcomes.ts'
import type { BankSubjects } from '../rails/bank-item.ts'
import { refundSubject, stopBankRefunds } from '../refunds/bank-outcomes.ts'

/** Who hears what became of each kind of bank item. */
export const bankSubjects: BankSubjects = {
  payout: payoutSubject,
  debit: debitSubject(stopBankRefunds),
  credit: creditSubject,
  refund: refundSubject,
}
