/** Files of records whose fields each have a place and a length, as card networks send them. */

/** A file that breaks a rule of its layout: where, and which rule. It never holds what was found there. */
export class FixedFieldsError extends Error {
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
type FaultOf = new (line: number, field: string, rule: string) => FixedFieldsError

export type Field = {
  name: string
  length: number
  /** What the whole field looks like, padding included. */
  matches: RegExp
  rule: string
  pad: (value: string) => string
}

/** Filled with spaces from the right. */
export const padded = (length: number) => (value: string) => value.padEnd(length)

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

/** What fills a record up to its length. */
export const filler = (length: number): Field => ({
  name: 'filler',
  length,
  matches: /^ *$/,
  rule: 'must be spaces',
  pad: padded(length),
})

/** How a kind of file is read and written; a rule that is broken is a fault of its own class. */
export function fixedFields(Fault: FaultOf) {
  return {
    /** Cuts a record into its fields, each checked and without the spaces that fill it up. */
    parse<Name extends string>(record: string, layout: readonly Field[], line: number): Record<Name, string> {
      const values: Record<string, string> = {}
      let at = 0
      for (const { name, length, matches, rule } of layout) {
        const value = record.slice(at, at + length)
        if (!matches.test(value)) throw new Fault(line, name, rule)
        values[name] = value.trimEnd()
        at += length
      }
      return values
    },
    /** Puts a record together, its end included. Throws for a value that its field does not hold. */
    print(values: Record<string, string>, layout: readonly Field[], line: number): string {
      let record = ''
      for (const { name, length, matches, rule, pad } of layout) {
        const value = pad(values[name] ?? '')
        if (value.length !== length || !matches.test(value)) throw new Fault(line, name, rule)
        record += value
      }
      return `${record}\n`
    },
  }
}
