import type { BankItemRow, BankSubject } from '../rails/bank-item.ts'
import { movePayouts, type PayoutMove } from './payout.ts'

const move =
  (move: PayoutMove): BankSubject['sent'] =>
  async (db, items) => {
    await movePayouts(db, items.map(toPayout), move)
  }

const toPayout = ({ company_id, subject_id, fail_reason }: BankItemRow) => ({
  company_id,
  payout_id: subject_id,
  fail_reason,
})

/** What becomes of a payout when the bank's files say what became of its credit. */
export const payoutSubject: BankSubject = {
  sent: move('send'),
  settled: move('deposit'),
  returned: move('return'),
  /** Also one that was never sent; each is in the state that one of the moves leaves. */
  async rejected(db, items) {
    await movePayouts(db, items.map(toPayout), 'refuse')
    await movePayouts(db, items.map(toPayout), 'return')
  },
}
