import { requireAccount } from '../bank-accounts/movable-account.ts'
import { type Db, sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import { Problem } from '../ground/errors.ts'
import { queueBankItems } from '../rails/bank-item.ts'
import { requireReached } from '../rails/require-reached.ts'
import { answerRefund } from './end-refund.ts'
import { type RefundRow, showRefund } from './refund.ts'
import type { RefundRequest, Taken } from './request-refund.ts'

const FIELD = 'to_bank_account'

/**
 * Where a refund by bank goes: the account that was named, or the one that paid. 422 where that is not the contact's, not in the debit's
 * currency or reached by no bank; 409 where none was named and the one that paid was deleted.
 */
export async function payeeAccount(
  db: Db,
  bank: Config['bank'],
  { companyId, toBankAccount }: Pick<RefundRequest, 'companyId' | 'toBankAccount'>,
  { contact_id, currency, from_bank_account_id }: Taken,
): Promise<string> {
  const id = toBankAccount ?? from_bank_account_id!
  if (toBankAccount === null && (await isDeleted(db, companyId, id)))
    throw new Problem(
      'wrong_state',
      `The bank account that paid was deleted; name another one of the contact's as ${FIELD}.`,
    )
  await requireAccount(db, { companyId, contactId: contact_id, id, currency }, FIELD)
  await requireReached(db, bank, { companyId, id }, FIELD)
  return id
}

const isDeleted = async (db: Db, companyId: string, id: string) =>
  (await db.first(sql`
    select from bank_accounts where company_id = ${companyId} and bank_account_id = ${id} and deleted_at is not null`)) !==
  undefined

/** Queues the refund's credit for the next file to the bank and keeps the answer for its key, in the transaction that makes the refund. */
export async function queueRefund(
  db: Db,
  refund: RefundRow,
  bankAccountId: string,
  statement: string,
): Promise<void> {
  const { company_id: companyId, refund_id: subjectId, amount, currency } = refund
  await queueBankItems(db, [
    {
      ...{ companyId, kind: 'refund', subjectId, direction: 'credit', bankAccountId },
      ...{ amount, currency, sundry: statement },
    },
  ])
  await answerRefund(db, refund, { status: 202, text: JSON.stringify(showRefund(refund)) })
}
