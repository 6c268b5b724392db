const CENTS = 100n
const toCents = (amount: string): bigint => {
  const [, sign, whole = '0', cents = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(amount) ?? []
  const value = BigInt(whole) * CENTS + BigInt(cents.padEnd(2, '0'))
  return sign === '-' ? -value : value
}
const toText = (cents: bigint) =>
  `${cents < 0n ? '-' : ''}${(cents < 0n ? -cents : cents) / CENTS}.${String((cents < 0n ? -cents : cents) % CENTS).padStart(2, '0')}`

/** Whether the one is more than the other; either may be as somebody types it, `12.5`. */
export const isMore = (one: string, other: string): boolean => toCents(one) > toCents(other)

/** The one less the other. */
export const less = (one: string, other: string): string => toText(toCents(one) - toCents(other))

/** Amounts as the API prints them, added up to the cent: one sum for each currency that there is. */
export function sumsOf(rows: readonly { amount: string; currency: string }[]) {
  const sums = new Map<string, bigint>()
  for (const { amount, currency } of rows) sums.set(currency, (sums.get(currency) ?? 0n) + toCents(amount))
  return [...sums].map(([currency, cents]) => ({ currency, amount: toText(cents) }))
}
