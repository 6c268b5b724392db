/** Money is a whole number of minor units (cents) in a `bigint`, never a float. */

/**
 * How a payer can pay: `eft` is every debit from a bank account, in Canada (CPA 005) and the United States
 * (NACHA).
 */
export type Method = 'card' | 'eft'

type CurrencyFacts = {
  /** ISO 4217, as card networks write it. */
  number: `${number}`
  /**
   * Decimals of a major unit. Amounts are read, stored and printed with two before their currency is known: a
   * currency with others, such as the yen, is more than a row here.
   */
  decimals: 2
  /**
   * A card in each; by bank where a profile of a rail has it (`rails/`), which test/currencies.test.ts holds
   * to this.
   */
  methods: readonly ['card'] | readonly ['card', 'eft']
}

/**
 * The currencies. A further one is a row here and the migration that adds it to the database's list
 * (docs/adr/0023); a company moves nothing in it until its operator has set its limits.
 */
export const currencyFacts = {
  CAD: { number: '124', decimals: 2, methods: ['card', 'eft'] },
  USD: { number: '840', decimals: 2, methods: ['card', 'eft'] },
} as const satisfies Record<string, CurrencyFacts>

export type Currency = keyof typeof currencyFacts
export const currencies = Object.keys(currencyFacts) as [Currency, ...Currency[]]

/** Those that files to banks may carry. */
export type BankCurrency = {
  [Code in Currency]: 'eft' extends (typeof currencyFacts)[Code]['methods'][number] ? Code : never
}[Currency]

export const takes = (currency: Currency, method: Method): boolean =>
  (currencyFacts[currency].methods as readonly Method[]).includes(method)
export const bankCurrencies = currencies.filter((currency) => takes(currency, 'eft')) as BankCurrency[]

/** ISO 4217: `CAD` is `124`. */
export const numberOf = (currency: Currency): string => currencyFacts[currency].number
/** The currency of an ISO 4217 number; undefined where it is none of ours. */
export const currencyOfNumber = (number: string): Currency | undefined =>
  currencies.find((currency) => currencyFacts[currency].number === number)

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
