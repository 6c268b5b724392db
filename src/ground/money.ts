/** Money is a whole number of minor units (cents) in a `bigint`, never a float. */

export const currencies = ['CAD', 'USD'] as const
export type Currency = (typeof currencies)[number]

/** The numeric codes of ISO 4217, as card networks write them. */
export const currencyNumbers: Readonly<Record<Currency, string>> = { CAD: '124', USD: '840' }

/** The currency of an ISO 4217 number; undefined where it is none of ours. */
export const currencyOfNumber = (number: string): Currency | undefined =>
  currencies.find((currency) => currencyNumbers[currency] === number)

/** 0.01, the least that a client may ask for, in minor units. */
export const AMOUNT_MIN = 1n
/** 99,999,999.99, the most: ten digits, which fit ISO 8583 field 4 (n12). */
export const AMOUNT_MAX = 9_999_999_999n

const MAJOR_UNITS = /^(\d{1,8})(?:\.(\d{1,2}))?$/

/**
 * Reads a decimal amount in major units exactly: `"100.5"` is 10050n. Null for anything that is not 0.01 to
 * 99,999,999.99 with at most two decimals; it never rounds.
 */
export function parseAmount(text: string): bigint | null {
  const match = MAJOR_UNITS.exec(text)
  if (!match) return null
  const minor = BigInt(match[1]!) * 100n + BigInt((match[2] ?? '').padEnd(2, '0'))
  return minor >= AMOUNT_MIN && minor <= AMOUNT_MAX ? minor : null
}

/** Prints minor units in major units with two decimals: 10050n is `"100.50"`. */
export function formatAmount(minor: bigint): string {
  const sign = minor < 0n ? '-' : ''
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0')
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
