import { createHash } from 'node:crypto'
import { type AgreementTerms, agreementParagraphs, type Language, padCategories } from './agreement-text.ts'
import type { PaymentPage } from './payment-page.ts'
import { showMoney } from './show.ts'

/** What the agreement for this payment says of company and payment. Only where the company has a contact address. */
export function termsOf({ payee, transaction }: PaymentPage, language: Language): AgreementTerms {
  return {
    company: payee.name,
    contact: [payee.contactEmail, payee.contactPhone].filter(Boolean).join(', '),
    amount: showMoney(transaction.amount, transaction.currency, language),
    statement: transaction.statement,
  }
}

/**
 * Names the words that the payer was shown. The page sends it back with the signature, so that nobody signs one text and is held
 * to another: after a change of the words, the company's name or its contact the page is to be looked at again.
 */
export const shownAgreement = (terms: AgreementTerms, language: Language): string =>
  createHash('sha256')
    .update(JSON.stringify(padCategories.map((category) => agreementParagraphs(language, terms, category))))
    .digest('base64url')
    .slice(0, 22)
