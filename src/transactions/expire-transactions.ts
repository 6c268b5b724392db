import { sql } from '../db/sql.ts'
import { CONTACT_DELETED } from '../debits/debit.ts'
import { type AskedMove, moveTransactions, type TransactionKey } from '../debits/debit-moves.ts'
import type { Job } from '../process/poll.ts'

/** Links that one run ends; the next follows at once. */
const BATCH = 500

type UnusedLink = TransactionKey & { contact_deleted: boolean }

/**
 * Cancels debits whose payer, and credits whose contact, has not used the link in time. One whose card is
 * being charged waits; so did those that were being paid when their contact was deleted.
 */
export const expireTransactions: Job = {
  name: 'expire-transactions',
  idleMs: 1_000,
  due: sql`
    select from debits where payable_until <= jetpay_now() and rail is null
    union all select from credits where payable_until <= jetpay_now() and state = 'requested'`,
  async run({ db }) {
    const debits = await db.many<UnusedLink>(sql`
      select company_id, debit_id as transaction_id, c.deleted_at is not null as contact_deleted
      from debits join contacts c using (company_id, contact_id)
      where payable_until <= jetpay_now() and rail is null order by payable_until limit ${BATCH}`)
    const credits = await db.many<UnusedLink>(sql`
      select company_id, credit_id as transaction_id, c.deleted_at is not null as contact_deleted
      from credits join contacts c using (company_id, contact_id)
      where payable_until <= jetpay_now() and state = 'requested' order by payable_until limit ${BATCH}`)
    await moveTransactions(db, 'open_debit', 'expire', expired(debits))
    await moveTransactions(db, 'open_debit', 'cancel', ofDeletedContacts(debits))
    await moveTransactions(db, 'eft_credit', 'expire', expired(credits))
    await moveTransactions(db, 'eft_credit', 'cancel', ofDeletedContacts(credits))
    return debits.length === BATCH || credits.length === BATCH
  },
}

const expired = (due: UnusedLink[]) =>
  due.filter((one) => !one.contact_deleted).map((key): AskedMove => ({ ...key, fail_reason: 'expired' }))
const ofDeletedContacts = (due: UnusedLink[]) =>
  due.filter((one) => one.contact_deleted).map((key): AskedMove => ({ ...key, fail_reason: CONTACT_DELETED }))
