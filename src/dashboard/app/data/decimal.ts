/** A dollar's sign, with or without a country before it. */
const SIGN = /(?:US|CA)?\$/

/**
 * An amount as the API takes it. As pages show it in either language it is taken too: `$1,250.00` and
 * `1 250,00 $`. A comma before three digits parts thousands: no amount has three decimals.
 */
export function decimal(typed: string): string {
  const bare = typed.replaceAll(/\s/g, '').replace(SIGN, '')
  const thousands = /^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/.test(bare)
  return thousands ? bare.replaceAll(',', '') : bare.replace(',', '.')
}

/** Whether the API would look for it: more than nothing, with two decimals at most. */
export const isAmount = (typed: string) =>
  /^\d{1,8}(?:\.\d{1,2})?$/.test(decimal(typed)) && /[1-9]/.test(typed)

/** An amount of the API as a field has it, in the reader's language. */
export const asTyped = (amount: string, language: 'en' | 'fr') =>
  language === 'fr' ? amount.replace('.', ',') : amount

/**
 * An amount as people write one, in either language; behind it, the last four digits of what paid it. What
 * begins with a nought and goes on is a code (of an authorization, of a bank), not an amount.
 */
export function amountSought(typed: string): { amount: string; last4: string | undefined } | undefined {
  const [, written = '', last4] = /^(.*[^\s\d.,]|.*?[\d.,])(?:\s+(\d{4}))?$/.exec(typed) ?? []
  const amount = decimal(written)
  return /^(?:0|[1-9]\d{0,7})(?:\.\d{1,2})?$/.test(amount) ? { amount, last4 } : undefined
}
