import { printAmount } from '../http/schema.ts'

/**
 * Rows of the database as people and programs read them: what is a `bigint` under the name of an amount is
 * printed in major units, with two decimals.
 */
export function inMajorUnits(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inMajorUnits)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      typeof inner === 'bigint' && AMOUNT.test(name) ? printAmount(inner) : inMajorUnits(inner),
    ]),
  )
}

const AMOUNT = /amount|taken|expected|received|gain|loss/
