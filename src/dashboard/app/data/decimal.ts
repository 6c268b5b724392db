/** An amount as the API takes it: `12,50` and `1 250,00`, as French has them, are taken too. */
export const decimal = (typed: string) => typed.replaceAll(/\s/g, '').replace(',', '.')

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
  const found = /^((?:0|[1-9]\d{0,7})(?:[.,]\d{1,2})?)(?:\s+(\d{4}))?$/.exec(typed)
  return found ? { amount: decimal(found[1]!), last4: found[2] } : undefined
}
