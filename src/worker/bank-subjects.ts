import { payoutSubject } from '../payouts/bank-outcomes.ts'
import type { BankSubject, BankSubjects } from '../rails/bank-item.ts'

const refuse = async () => {
  throw new Error('nothing of this kind moves over the bank')
}
const none: BankSubject = { sent: refuse, settled: refuse, returned: refuse, rejected: refuse }

/** Who hears what became of each kind of bank item. */
export const bankSubjects: BankSubjects = { payout: payoutSubject, debit: none, credit: none }
