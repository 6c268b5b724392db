import type { Db } from '../db/sql.ts'
import type { BankItemRow, BankSubject } from '../rails/bank-item.ts'
import { chargeFees } from './charge-fees.ts'
import { moveTransactions, type TransactionKey } from './debit-moves.ts'
import { owe } from './payout-item.ts'

const toAsked = ({ company_id, subject_id, fail_reason, fail_direction }: BankItemRow) => ({
  company_id,
  transaction_id: subject_id,
  fail_reason,
  fail_direction,
})

/** Who has to hear, in the same transaction, that the money of debits was taken back. */
export type TakenBack = (db: Db, debits: TransactionKey[]) => Promise<void>

/** What becomes of a debit by bank when the bank's files say what became of its pull. */
export const debitSubject = (takenBack: TakenBack): BankSubject => ({
  /** It is `initiated` since its payer agreed. */
  async sent() {},
  async settled(db, items) {
    const paid = await moveTransactions(db, 'eft_debit', 'pull', items.map(toAsked))
    await owe(db, paid, 'deposit')
    await chargeFees(db, paid, 'pull')
  },
  /**
   * Each is in the state that one of the moves leaves: `initiated`, `paid`, or ended. What the company was
   * given it owes.
   */
  async returned(db, items) {
    const asked = items.map(toAsked)
    await moveTransactions(db, 'eft_debit', 'fail', asked)
    const late = items.filter((item) => item.late).map(toAsked)
    // First those that have ended: the other move would make more of them.
    const ended = await moveTransactions(db, 'eft_debit', 'return_late', late)
    const paid = await moveTransactions(db, 'eft_debit', 'return', late)
    await owe(db, [...ended, ...paid], 'pull_returned', { less: true })
    await takenBack(db, [...ended, ...paid])
  },
  async rejected(db, items) {
    await moveTransactions(db, 'eft_debit', 'fail', items.map(toAsked))
  },
})
