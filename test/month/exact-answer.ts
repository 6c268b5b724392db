/** Reads a JSON answer with its amounts, which are printed with two decimals, as exact minor units. */
export const exactAnswer = (text: string): any =>
  JSON.parse(text, (_key, value, context?: { source?: string }) =>
    context?.source !== undefined && /^-?\d+\.\d\d$/.test(context.source)
      ? exactMinor(context.source)
      : value,
  )

/** `-0.05` as -5n. */
export const exactMinor = (decimal: string): bigint => BigInt(decimal.replace('.', ''))
