/** A card page saves a card, or its card pays at once; each has its words. */
import { type Currency, formatAmount } from '../../ground/money.ts'
import { texts } from './texts.ts'
import type { Language, Texts } from './texts-shape.ts'
import { fill } from './wording.ts'

/** `amount` in minor units. */
export type Payment = { amount: bigint; currency: Currency }

/** The words of a page with its form; the amount is filled in. */
export function wordsOf(language: Language, payment: Payment | undefined): Pick<Texts, 'card' | 'savedCard'> {
  const { card, savedCard, paying, htmlLang } = texts[language]
  if (!payment) return { card, savedCard }
  // Intl formats a decimal string exactly, where a number would pass through a float.
  const amount = new Intl.NumberFormat(htmlLang, { style: 'currency', currency: payment.currency }).format(
    formatAmount(payment.amount) as Intl.StringNumericLiteral,
  )
  const { intro, submit, ...others } = paying.card
  const filled = { intro: fill(intro, { amount }), submit: fill(submit, { amount }) }
  return { card: { ...card, ...others, ...filled }, savedCard: paying.savedCard }
}
