import type { Database } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import { isUuid } from '../ground/ids.ts'
import { type Currency, currencies } from '../ground/money.ts'
import { parseOptions } from './parse-options.ts'

/** Every option that an administering command takes; which of them it needs, each command says. */
const options = {
  company: { type: 'string' },
  name: { type: 'string' },
  scopes: { type: 'string' },
  expires: { type: 'string' },
  email: { type: 'string' },
  token: { type: 'string' },
  phone: { type: 'string' },
  file: { type: 'string' },
  currency: { type: 'string' },
  method: { type: 'string' },
  'basis-points': { type: 'string' },
  fixed: { type: 'string' },
  'per-transaction': { type: 'string' },
  'per-day-debits': { type: 'string' },
  'per-day-credits': { type: 'string' },
} as const

type Option = keyof typeof options

/**
 * What follows a command's two words. `need` refuses with the command's usage where the option is not given.
 */
export type Arguments = {
  words: string[]
  need(option: Option): string
  has(option: Option): string | undefined
}

/** One command. What `run` returns is printed as JSON. */
export type AdministerCommand = { usage: string; run(db: Database, given: Arguments): Promise<unknown> }

/** Reads what was given; an option that there is not is refused with the usage. */
export function readArguments(args: string[], usage: string): Arguments {
  const { values, positionals } = parseOptions({ args, options, allowPositionals: true }, usage)
  const has = (option: Option) => values[option]
  const need = (option: Option) => {
    const value = has(option)
    if (!value) throw new OperatorError(`--${option} is missing. Usage: ${usage}`)
    return value
  }
  return { words: positionals, need, has }
}

/** An amount in minor units, or another count. */
export function wholeNumber(text: string): bigint {
  if (/^\d{1,13}$/.test(text)) return BigInt(text)
  throw new OperatorError(`"${text}" is not a whole number of at most thirteen digits.`)
}

/** An id as it is printed by these commands. */
export function uuid(text: string): string {
  if (isUuid(text)) return text
  throw new OperatorError(`"${text}" is not an id; ids look like 0197d3a0-0000-7000-8000-000000000000.`)
}

/** A currency of the platform's. */
export function currency(text: string): Currency {
  const found = currencies.find((one) => one === text)
  if (!found) throw new OperatorError(`--currency is one of ${currencies.join(', ')}.`)
  return found
}
