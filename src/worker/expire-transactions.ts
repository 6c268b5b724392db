import { sql } from '../db/sql.ts'
import { moveTransactions, type TransactionKey } from '../transactions/move-transactions.ts'
import type { Job } from './poll.ts'

/** Links that one run ends; the next follows at once. */
const BATCH = 500

/** Cancels debits whose payer, and credits whose contact, has not used the link in time. One whose card is being charged waits. */
export const expireTransactions: Job = {
  name: 'expire-transactions',
  idleMs: 1_000,
  async run({ db }) {
    const debits = await db.many<TransactionKey>(sql`
      select company_id, debit_id as transaction_id from debits
      where payable_until <= jetpay_now() and rail is null order by payable_until limit ${BATCH}`)
    const credits = await db.many<TransactionKey>(sql`
      select company_id, credit_id as transaction_id from credits
      where payable_until <= jetpay_now() and state = 'requested' order by payable_until limit ${BATCH}`)
    const expired = (key: TransactionKey) => ({ ...key, fail_reason: 'expired' })
    await moveTransactions(db, 'open_debit', 'expire', debits.map(expired))
    await moveTransactions(db, 'eft_credit', 'expire', credits.map(expired))
    return debits.length === BATCH || credits.length === BATCH
  },
}
