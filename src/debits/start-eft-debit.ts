import { requireAccount } from '../bank-accounts/movable-account.ts'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import type { Currency } from '../ground/money.ts'
import { type Agreed, queueBankItems } from '../rails/bank-item.ts'
import { bindToBank, moveTransactions } from './debit-moves.ts'

/**
 * That the payer agreed to be debited (Payments Canada, Rule H1; Nacha Operating Rules 2.3), and who says so:
 * the platform, by a call with its token, or the payer, on our own payment page, as a person or for a
 * business. `reference`: where the platform keeps the agreement.
 */
export type Agreement = {
  agreedAt: Date | null
  reference: string | null
} & (
  | { obtainedBy: 'platform'; tokenId: string }
  | { obtainedBy: 'payment_page'; tokenId: null; category: 'personal' | 'business' }
)

type OpenDebit = {
  contact_id: string
  state: string
  rail: string | null
  amount: bigint
  currency: Currency
  statement: string
}

/**
 * The payer of an open debit pays it from this bank account: agreement, `initiated` and the pull for the next
 * file to the bank, in the caller's transaction. 404, 409 where it is not open any more, 422 at `path` where
 * the account is not the contact's.
 */
export async function startEftDebit(
  db: Db,
  companyId: string,
  debitId: string,
  bankAccountId: string,
  agreement: Agreement,
  path = 'from_bank_account',
): Promise<void> {
  // Locked, so that neither a card nor a cancellation comes in between.
  const debit = await db.first<OpenDebit>(sql`
    select contact_id, state, rail, amount, currency, statement from debits
    where company_id = ${companyId} and debit_id = ${debitId} for update`)
  if (!debit) throw new Problem('not_found', `There is no debit ${debitId}.`)
  requireOpen(debit)
  const { currency, amount, statement } = debit
  await requireAccount(db, { companyId, contactId: debit.contact_id, id: bankAccountId, currency }, path)
  await bindToBank(db, companyId, debitId, bankAccountId)
  await db.run(sql`
    insert into debit_agreements (company_id, debit_id, bank_account_id, obtained_by, token_id, agreed_at, reference)
    values (${companyId}, ${debitId}, ${bankAccountId}, ${agreement.obtainedBy}, ${agreement.tokenId},
      coalesce(${agreement.agreedAt}, jetpay_now()), ${agreement.reference})`)
  await moveTransactions(db, 'eft_debit', 'agree', [{ company_id: companyId, transaction_id: debitId }])
  await queueBankItems(db, [
    {
      companyId,
      kind: 'debit',
      subjectId: debitId,
      direction: 'debit',
      bankAccountId,
      amount,
      currency,
      sundry: statement,
      agreed: howAgreed(agreement),
    },
  ])
}

/** What of the agreement the bank is told, where its files say it. */
function howAgreed(agreement: Agreement): Agreed {
  if (agreement.obtainedBy === 'platform') return 'written'
  return agreement.category === 'business' ? 'web_business' : 'web'
}

/** 409 for a debit that nobody can choose a way to pay for any more. */
export function requireOpen({ state, rail }: Pick<OpenDebit, 'state' | 'rail'>): void {
  if (state !== 'requested')
    throw new Problem('wrong_state', `The debit is ${state}; only one that is requested can be paid.`)
  if (rail !== null)
    throw new Problem('wrong_state', 'A card is being charged for it now; see its state in a moment.')
}
