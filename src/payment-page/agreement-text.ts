/**
 * What an agreement to be debited is made of, whichever country's rules it follows. The words are data:
 * `agreement-kinds.ts`.
 */

export type Language = 'en' | 'fr'
/** Who pays: a person, or a business, which has less time to object. */
export const payerCategories = ['personal', 'business'] as const
export type PayerCategory = (typeof payerCategories)[number]

export type AgreementTerms = {
  company: string
  /** How the payer reaches the company: e-mail and, where there is one, telephone. */
  contact: string
  /** As the payer reads it: `$100.50`. */
  amount: string
  statement: string
}

/** `prominent`: set in bold, as a waiver must be. */
export type Paragraph = { heading: string; text: string; prominent?: true }

/** One kind of agreement in one language. */
export type AgreementTexts = {
  title: string
  /** Beside the box that the payer ticks. */
  consent(terms: AgreementTerms): string
  paragraphs(terms: AgreementTerms, category: PayerCategory): Paragraph[]
  /** What kind of debit it is, in the PDF. */
  categories: Record<PayerCategory, string>
  /** The mail that brings the copy. `file`: what the PDF is called. */
  mail: { subject: string; hello: string; file: string }
}
