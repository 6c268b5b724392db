/**
 * The pre-authorized debit (PAD) agreement for one payment, as Rule H1 of Payments Canada wants it (Appendix II, since 31
 * December 2023): authority to debit a named account, category, amount, timing, waived notice (prominent), cancellation and
 * the sample form, the payee's contact, recourse and reimbursement; date and signature follow under it.
 */
import { agreementEn } from './agreement-text-en.ts'
import { agreementFr } from './agreement-text-fr.ts'

export type Language = 'en' | 'fr'
/** A personal PAD pays a person's own purchase, a business PAD that of a business. Its payer has less time to object. */
export const padCategories = ['personal', 'business'] as const
export type PadCategory = (typeof padCategories)[number]

/** Changes with every change of a word in either language: what was signed must stay known. */
export const AGREEMENT_VERSION = '2026-11-21'

export type AgreementTerms = {
  company: string
  /** How the payer reaches the company: e-mail and, where there is one, telephone. */
  contact: string
  /** As the payer reads it: `$100.50`. */
  amount: string
  statement: string
}

/** `prominent`: set in bold, as the waiver must be. */
export type Paragraph = { heading: string; text: string; prominent?: true }

export type AgreementTexts = {
  title: string
  paragraphs(terms: AgreementTerms, category: PadCategory): Paragraph[]
}

const texts: Readonly<Record<Language, AgreementTexts>> = { en: agreementEn, fr: agreementFr }

export const agreementTitle = (language: Language): string => texts[language].title

export const agreementParagraphs = (
  language: Language,
  terms: AgreementTerms,
  category: PadCategory,
): Paragraph[] => texts[language].paragraphs(terms, category)
