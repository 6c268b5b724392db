import type { BankItemRow, BankSubject } from '../rails/bank-item.ts'
import { type AskedPayout, movePayouts } from './payout.ts'

const toPayout = ({ company_id, subject_id, amount, fail_reason }: BankItemRow): AskedPayout => ({
  company_id,
  payout_id: subject_id,
  part: amount,
  fail_reason,
})

/**
 * What becomes of a payout when the bank's files say what became of its credits: one, or as many as its
 * amount needs.
 */
export const payoutSubject: BankSubject = {
  async sent(db, items) {
    // Those first that have begun: the other move would make more of them.
    await movePayouts(db, items.map(toPayout), 'send_more')
    await movePayouts(db, items.map(toPayout), 'send')
  },
  async settled(db, items) {
    await movePayouts(db, items.map(toPayout), 'deposit')
  },
  async returned(db, items) {
    await movePayouts(db, items.map(toPayout), 'return')
  },
  async rejected(db, items) {
    const { sent = [], unsent = [] } = Object.groupBy(items, (item) => (item.was_sent ? 'sent' : 'unsent'))
    await movePayouts(db, sent.map(toPayout), 'return')
    await movePayouts(db, unsent.map(toPayout), 'refuse')
  },
}
