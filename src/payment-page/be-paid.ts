import { insertBankAccount } from '../bank-accounts/bank-account.ts'
import { holdContact } from '../contacts/contact.ts'
import { startCredit } from '../credits/start-credit.ts'
import { announce } from '../events/announce.ts'
import { showMoney } from '../ground/show.ts'
import { queueMail } from '../mail/mail.ts'
import type { Context } from '../process/context.ts'
import { accountMail } from './agreement-mail.ts'
import { type FormError, readBankFields } from './page/bank-fields.ts'
import { accountFields, checkAccount, type FormOutcome, type Origin } from './pay-by-bank.ts'
import type { BankPage } from './payment-page.ts'

/**
 * Takes the account where the contact of a credit wants to be paid, and starts it: one transaction. The mail
 * tells of it whoever owns the address, should somebody else have had the link. Throws `wrong_state` where it
 * was decided meanwhile.
 */
export async function bePaid(
  context: Context,
  page: BankPage,
  body: unknown,
  { language }: Origin,
): Promise<FormOutcome> {
  const account = readBankFields(body)
  const errors: FormError[] = checkAccount(account, page.bankCountry)
  if ((body as { consent?: unknown } | null)?.consent !== true)
    errors.push({ field: 'consent', code: 'consent.required' })
  if (errors.length > 0) return { errors }

  const { companyId, transaction, payee, contact } = page
  const amount = showMoney(transaction.amount, transaction.currency, language)
  const last4 = account.account_number.slice(-4)
  await context.db.transaction(async (db) => {
    const contactId = transaction.contact_id
    await holdContact(db, companyId, contactId)
    const kept = await insertBankAccount(
      db,
      context.seal,
      companyId,
      contactId,
      accountFields(account, page.bankCountry),
    )
    const bankAccountId = kept.bank_account_id
    await announce(db, companyId, 'contacts.bank_accounts.created', { contactId, bankAccountId })
    await startCredit(db, companyId, transaction.identifier, bankAccountId)
    const to = contact.email
    const transactionId = transaction.identifier
    await queueMail(db, accountMail({ companyId, transactionId, language, to, payee, amount, last4 }))
  })
  return { done: true }
}
