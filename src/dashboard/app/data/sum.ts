const CENTS = 100n
const toCents = (amount: string): bigint => {
  const [, sign, whole = '0', cents = ''] = /^(-?)(\d+)(?:\.(\d\d))?$/.exec(amount) ?? []
  const value = BigInt(whole) * CENTS + BigInt(cents || '0')
  return sign === '-' ? -value : value
}
const toText = (cents: bigint) =>
  `${cents < 0n ? '-' : ''}${(cents < 0n ? -cents : cents) / CENTS}.${String((cents < 0n ? -cents : cents) % CENTS).padStart(2, '0')}`

/** The one less the other. */
export const less = (one: string, other: string): string => toText(toCents(one) - toCents(other))

/** Amounts as the API prints them, added up to the cent: one sum for each currency that there is. */
export function sumsOf(rows: readonly { amount: string; currency: string }[]) {
  const sums = new Map<string, bigint>()
  for (const { amount, currency } of rows) sums.set(currency, (sums.get(currency) ?? 0n) + toCents(amount))
  return [...sums].map(([currency, cents]) => ({ currency, amount: toText(cents) }))
}
