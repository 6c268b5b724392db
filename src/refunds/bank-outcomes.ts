import { type Db, sql } from '../db/sql.ts'
import type { TransactionKey } from '../debits/debit-moves.ts'
import { type BankItemRow, type BankSubject, cancelBankItems } from '../rails/bank-item.ts'
import { moveBankRefunds } from './move-bank-refunds.ts'

const toAsked = ({ company_id, subject_id, fail_reason, fail_direction }: BankItemRow) => ({
  company_id,
  refund_id: subject_id,
  fail_reason,
  fail_direction,
})

/** What becomes of a refund by bank when the bank's files say what became of its credit. */
export const refundSubject: BankSubject = {
  /** It is `requested` until the bank's days for a return are over. */
  async sent() {},
  async settled(db, items) {
    await moveBankRefunds(db, 'deliver', items.map(toAsked))
  },
  async returned(db, items) {
    const those = (late: boolean) => items.filter((item) => item.late === late).map(toAsked)
    await moveBankRefunds(db, 'bounce', those(false))
    await moveBankRefunds(db, 'return_push', those(true))
  },
  async rejected(db, items) {
    await moveBankRefunds(db, 'bounce', items.map(toAsked))
  },
}

/**
 * The money of these debits was taken back, so there is nothing to refund: what no file to the bank has yet
 * is stopped. What is on its way cannot be called back, and the company owes both. In the transaction that
 * moved the debits, whose rows are locked: no refund comes between.
 */
export async function stopBankRefunds(db: Db, debits: TransactionKey[]): Promise<void> {
  if (debits.length === 0) return
  const open = await db.many<{ company_id: string; subject_id: string }>(sql`
    select r.company_id, r.refund_id as subject_id
    from unnest(${debits.map((of) => of.company_id)}::uuid[], ${debits.map((of) => of.transaction_id)}::uuid[])
      as back (company_id, debit_id)
    join refunds r on r.company_id = back.company_id and r.debit_id = back.debit_id
    where r.method = 'bank' and r.state = 'requested'`)
  const stopped = new Set(await cancelBankItems(db, 'refund', 'credit', open))
  await moveBankRefunds(
    db,
    'bounce',
    open
      .filter(({ subject_id }) => stopped.has(subject_id))
      .map(({ company_id, subject_id }) => ({
        company_id,
        refund_id: subject_id,
        fail_reason: 'debit_taken_back',
        fail_direction: 'pull',
      })),
  )
}
