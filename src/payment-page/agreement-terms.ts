import { createHash } from 'node:crypto'
import { showMoney } from '../ground/show.ts'
import { agreementKinds, kindOf } from './agreement-kinds.ts'
import { type AgreementTerms, type AgreementTexts, type Language, payerCategories } from './agreement-text.ts'
import type { BankPage, PaymentPage } from './payment-page.ts'

/**
 * What the agreement for this payment says of company and payment. Only where the company has a contact
 * address.
 */
export function termsOf({ payee, transaction }: PaymentPage, language: Language): AgreementTerms {
  return {
    company: payee.name,
    contact: [payee.contactEmail, payee.contactPhone].filter(Boolean).join(', '),
    amount: showMoney(transaction.amount, transaction.currency, language),
    statement: transaction.statement,
  }
}

/** The words of the agreement that accounts of the page's country are debited by. */
export const wordsOf = ({ bankCountry }: BankPage, language: Language): AgreementTexts =>
  agreementKinds[kindOf(bankCountry)].texts[language]

/**
 * Names the words that the payer was shown. The page sends it back with the signature, so that nobody signs
 * one text and is held to another: after a change of the words, the company's name or its contact the page is
 * to be looked at again.
 */
export function shownAgreement(page: BankPage, language: Language): string {
  const terms = termsOf(page, language)
  const { consent, paragraphs } = wordsOf(page, language)
  const shown = [consent(terms), ...payerCategories.map((category) => paragraphs(terms, category))]
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 22)
}
