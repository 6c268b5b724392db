import { UsageError } from '../ground/errors.ts'
import { isUuid } from '../ground/ids.ts'
import type { Given } from './command.ts'

/** An id as it is printed by these commands. */
export function uuid(text: string): string {
  if (isUuid(text)) return text.toLowerCase()
  throw new UsageError(`"${text}" is not an id; ids look like 0197d3a0-0000-7000-8000-000000000000.`)
}

/**
 * An amount in major units, in minor ones. Its cents must be written: an amount of a script that was made
 * when these commands took minor units is refused, not taken a hundredfold.
 */
export function amount(option: string, text: string): bigint {
  const match = /^(\d{1,11})\.(\d{2})$/.exec(text)
  if (match) return BigInt(match[1]! + match[2]!)
  const fault = /^-/.test(text)
    ? 'it cannot be below zero'
    : /^\d{12,}(\.\d{2})?$/.test(text)
      ? 'it is more than there is: 99999999999.99 at most'
      : 'write the amount with its two decimals, such as 30.00'
  throw new UsageError(`--${option} is "${text}"; ${fault}.`)
}

/** A whole number, such as a count of basis points. */
export function wholeNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  const fault = text.startsWith('-') ? 'it cannot be below zero' : 'give a whole number'
  throw new UsageError(`--${option} is "${text}"; ${fault}.`)
}

/** What a person decided about money, with who they are and why; all three are kept. */
export const decision = (given: Given) => ({
  id: uuid(given.word),
  by: given.need('by'),
  note: given.need('note'),
})
