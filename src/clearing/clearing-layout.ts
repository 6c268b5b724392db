/** A file that breaks a rule of its layout: where, and which rule. It never holds what was found there. */
export class ClearingFileError extends Error {
  override name = 'ClearingFileError'
  /** Line of the file, counted from 1; the header is line 1. */
  readonly line: number
  readonly field: string
  readonly rule: string

  constructor(line: number, field: string, rule: string) {
    super(`line ${line}, ${field}: ${rule}`)
    this.line = line
    this.field = field
    this.rule = rule
  }
}

/** Characters of every record, its end (one LF) not counted. */
export const RECORD_LENGTH = 100

export type Field = {
  name: string
  length: number
  /** What the whole field looks like, padding included. */
  matches: RegExp
  rule: string
  pad: (value: string) => string
}

const padded = (length: number) => (value: string) => value.padEnd(length)

/** Decimal digits, filled with zeros from the left. */
export const digits = (name: string, length: number): Field => ({
  name,
  length,
  matches: new RegExp(`^\\d{${length}}$`),
  rule: `must be ${length} digits`,
  pad: (value) => (value === '' ? '' : value.padStart(length, '0')),
})

/** Capital letters and digits, filled with spaces from the right. */
export const text = (name: string, length: number): Field => ({
  name,
  length,
  matches: /^[A-Z0-9]+ *$/,
  rule: `must be 1 to ${length} capital letters or digits, then spaces`,
  pad: padded(length),
})

/** Exactly as many capital letters and digits as the field is long, or nothing but spaces. */
export const optional = (name: string, length: number): Field => ({
  name,
  length,
  matches: new RegExp(`^(?:[A-Z0-9]{${length}}| {${length}})$`),
  rule: `must be ${length} capital letters or digits, or spaces`,
  pad: padded(length),
})

/** One of these values, all as long as the field. */
export const oneOf = (name: string, values: readonly string[]): Field => ({
  name,
  length: values[0]!.length,
  matches: new RegExp(`^(?:${values.map((value) => value.replaceAll(/\W/g, '\\$&')).join('|')})$`),
  rule: `must be ${values.join(' or ')}`,
  pad: (value) => value,
})

/** Month, day, hour, minute and second, without a year (ISO 8583 field 7). */
export const monthToSecond = (name: string): Field => ({
  name,
  length: 10,
  matches:
    /^(?:(?:0[13578]|1[02])(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)(?:0[1-9]|[12]\d|30)|02(?:0[1-9]|[12]\d))(?:[01]\d|2[0-3])(?:[0-5]\d){2}$/,
  rule: 'must be a time as MMDDhhmmss',
  pad: (value) => value,
})

/** What fills a record up to its length. */
export const filler = (length: number): Field => ({
  name: 'filler',
  length,
  matches: /^ *$/,
  rule: 'must be spaces',
  pad: padded(length),
})

/** Cuts a record into its fields, each checked and without the spaces that fill it up. */
export function parseFields<Name extends string>(
  record: string,
  layout: readonly Field[],
  line: number,
): Record<Name, string> {
  const values: Record<string, string> = {}
  let at = 0
  for (const { name, length, matches, rule } of layout) {
    const value = record.slice(at, at + length)
    if (!matches.test(value)) throw new ClearingFileError(line, name, rule)
    values[name] = value.trimEnd()
    at += length
  }
  return values
}

/**
 * Puts a record together, its end included. Throws `ClearingFileError` for a value that its field does not
 * hold.
 */
export function printFields(values: Record<string, string>, layout: readonly Field[], line: number): string {
  let record = ''
  for (const { name, length, matches, rule, pad } of layout) {
    const value = pad(values[name] ?? '')
    if (value.length !== length || !matches.test(value)) throw new ClearingFileError(line, name, rule)
    record += value
  }
  return `${record}\n`
}

/**
 * YYYYMMDDhhmmssSSS in UTC, also of a time of the database, which has microseconds; nothing for a date that
 * is none, which no field takes.
 */
export const printInstant = (instant: Date): string =>
  Number.isNaN(instant.getTime()) ? '' : new Date(instant).toISOString().replaceAll(/\D/g, '')

export function parseInstant(value: string, line: number, field: string): Date {
  const part = (from: number, to: number) => Number(value.slice(from, to))
  const instant = new Date(
    Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(8, 10), part(10, 12), part(12, 14), part(14, 17)),
  )
  if (printInstant(instant) !== value)
    throw new ClearingFileError(line, field, 'must be an instant as YYYYMMDDhhmmssSSS')
  return instant
}
