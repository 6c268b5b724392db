import { requireAccount } from '../bank-accounts/movable-account.ts'
import { type Db, sql } from '../db/sql.ts'
import { moveTransactions } from '../debits/debit-moves.ts'
import { Problem } from '../ground/errors.ts'
import type { Currency } from '../ground/money.ts'
import { queueBankItems } from '../rails/bank-item.ts'

type OpenCredit = {
  contact_id: string
  from_bank_account_id: string
  state: string
  amount: bigint
  currency: Currency
  statement: string
}

/**
 * It is known where the contact is paid: the credit is `initiated` and its pull from the company queued for
 * the next file to the bank, in the caller's transaction. 404, 409 where it is not `requested`, 422 at `path`
 * where the account is not the contact's.
 */
export async function startCredit(
  db: Db,
  companyId: string,
  creditId: string,
  toBankAccountId: string,
  path = 'to_bank_account',
): Promise<void> {
  // Locked, so that no cancellation comes in between.
  const credit = await db.first<OpenCredit>(sql`
    select contact_id, from_bank_account_id, state, amount, currency, statement from credits
    where company_id = ${companyId} and credit_id = ${creditId} for update`)
  if (!credit) throw new Problem('not_found', `There is no credit ${creditId}.`)
  const { state, contact_id: contactId, currency, amount, statement } = credit
  if (state !== 'requested')
    throw new Problem('wrong_state', `The credit is ${state}; where it goes is decided already.`)
  await requireAccount(db, { companyId, contactId, id: toBankAccountId, currency }, path)
  await db.run(sql`
    update credits set to_bank_account_id = ${toBankAccountId}, payable_until = null
    where company_id = ${companyId} and credit_id = ${creditId}`)
  await moveTransactions(db, 'eft_credit', 'initiate', [{ company_id: companyId, transaction_id: creditId }])
  await queueBankItems(db, [
    {
      companyId,
      kind: 'credit',
      subjectId: creditId,
      direction: 'debit',
      bankAccountId: credit.from_bank_account_id,
      amount,
      currency,
      sundry: statement,
    },
  ])
}
