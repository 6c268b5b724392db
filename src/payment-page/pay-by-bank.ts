import type { AccountCountry } from '../bank-accounts/account-country.ts'
import { insertBankAccount } from '../bank-accounts/bank-account.ts'
import { holdContact } from '../contacts/contact.ts'
import { startEftDebit } from '../debits/start-eft-debit.ts'
import { announce } from '../events/announce.ts'
import { bankText, HOLDER_NAME_MAX } from '../ground/bank-text.ts'
import { keptText, tidyName } from '../ground/text.ts'
import { queueMail } from '../mail/mail.ts'
import type { Context } from '../process/context.ts'
import { keepAgreement, type Signature, type SignedAgreement, type SignedBranch } from './agreement.ts'
import { kindOf } from './agreement-kinds.ts'
import { agreementMail } from './agreement-mail.ts'
import { shownAgreement, termsOf, wordsOf } from './agreement-terms.ts'
import { type Language, payerCategories } from './agreement-text.ts'
import { drawAgreement } from './draw-agreement.ts'
import {
  type BankFields,
  checkBankFields,
  type FormError,
  nameFault,
  readBankFields,
} from './page/bank-fields.ts'
import { readStrokes } from './page/signature.ts'
import type { BankPage } from './payment-page.ts'

/** Who signs: where the request came from. */
export type Origin = { language: Language; ip: string; userAgent: string }
export type FormOutcome = { done: true } | { errors: FormError[] } | { changed: true }

/** Browsers send about 200 characters; what is longer is no evidence of anything. */
const USER_AGENT_MAX = 500

/**
 * Takes a signed agreement with the account that it names: account, agreement, the debit's move to
 * `initiated` and the mail with its copy are one transaction, so that none is there without the others.
 * Throws the Problem `wrong_state` where the debit was paid or cancelled meanwhile.
 */
export async function payByBank(
  context: Context,
  page: BankPage,
  body: unknown,
  origin: Origin,
): Promise<FormOutcome> {
  const account = readBankFields(body)
  const { category, signature, errors } = readSigning(body)
  const wrong = [...checkAccount(account, page.bankCountry), ...errors]
  if (wrong.length > 0 || category === null || signature === null) return { errors: wrong }
  const { companyId, transaction, bankCountry: country } = page
  const debitId = transaction.identifier
  const terms = termsOf(page, origin.language)
  if ((body as { agreement?: unknown }).agreement !== shownAgreement(page, origin.language))
    return { changed: true }

  const agreement: SignedAgreement = {
    companyId,
    debitId,
    kind: kindOf(country),
    category,
    language: origin.language,
    signedAt: context.clock.now(),
    paragraphs: wordsOf(page, origin.language).paragraphs(terms, category),
    signer: {
      holderName: account.holder_name,
      ...branchOf(account, country),
      accountNumber: account.account_number,
      signature,
      ip: origin.ip,
      userAgent: keptText(origin.userAgent, USER_AGENT_MAX),
    },
  }
  const pdf = await drawAgreement(agreement, terms)
  const mail = agreementMail(agreement, terms, page.contact.email, pdf)
  await context.db.transaction(async (db) => {
    const contactId = transaction.contact_id
    await holdContact(db, companyId, contactId)
    const kept = await insertBankAccount(
      db,
      context.seal,
      companyId,
      contactId,
      accountFields(account, country),
    )
    const bankAccountId = kept.bank_account_id
    await announce(db, companyId, 'contacts.bank_accounts.created', { contactId, bankAccountId })
    await startEftDebit(db, companyId, debitId, bankAccountId, {
      obtainedBy: 'payment_page',
      tokenId: null,
      category,
      agreedAt: agreement.signedAt,
      reference: null,
    })
    await keepAgreement(db, context.seal, agreement, terms)
    await queueMail(db, mail)
  })
  return { done: true }
}

type AccountType = 'chequing' | 'savings'

/** What is wrong with the account; also a name that no bank could print, which a browser cannot tell. */
export function checkAccount(fields: BankFields, country: AccountCountry): FormError[] {
  const errors = checkBankFields(fields, country)
  const named = errors.some(({ field }) => field === 'holder_name')
  return named || bankText(fields.holder_name, HOLDER_NAME_MAX.ach) !== ''
    ? errors
    : [{ field: 'holder_name', code: 'holder_name.invalid' }, ...errors]
}

/** Checked fields as an account is made of. */
export const accountFields = (fields: BankFields, country: AccountCountry) => ({
  holder_name: fields.holder_name,
  account_type: fields.account_type as AccountType,
  ...(country === 'canadian'
    ? { transit_number: fields.transit_number, institution_number: fields.institution_number }
    : { routing_number: fields.routing_number }),
  account_number: fields.account_number,
})

/** Checked fields as the agreement names the account. */
const branchOf = (fields: BankFields, country: AccountCountry): SignedBranch =>
  country === 'canadian'
    ? { institutionNumber: fields.institution_number, transitNumber: fields.transit_number }
    : { routingNumber: fields.routing_number, accountType: fields.account_type as AccountType }

function readSigning(body: unknown) {
  const given = (body ?? {}) as Record<string, unknown>
  const errors: FormError[] = []
  const category = payerCategories.find((known) => known === given.category) ?? null
  if (!category) errors.push({ field: 'category', code: 'category.required' })
  const signature = readSignature(given.signature)
  if (typeof signature === 'string') errors.push({ field: 'signature', code: `signature.${signature}` })
  if (given.consent !== true) errors.push({ field: 'consent', code: 'consent.required' })
  return { category, signature: typeof signature === 'string' ? null : signature, errors }
}

function readSignature(sent: unknown): Signature | 'required' | 'too_long' | 'invalid' {
  const { kind, name, strokes } = (sent ?? {}) as Record<string, unknown>
  if (kind === 'drawn') {
    const drawn = readStrokes(strokes)
    return drawn ? { kind, strokes: drawn } : 'required'
  }
  if (kind !== 'typed' || typeof name !== 'string') return 'required'
  const signed = tidyName(name)
  return nameFault(signed) ?? { kind, name: signed }
}
