/** The records of a file of account updates: docs/account-updates.md has the same tables. */

/** Characters of every record, its end (one LF) not counted. */
const RECORD_LENGTH = 100
/** With its end. */
export const RECORD_BYTES = RECORD_LENGTH + 1

export const recordType = { header: '1', detail: '5', trailer: '9' } as const
export const LAYOUT_VERSION = '001'

export type Field = {
  name: string
  length: number
  /** What the whole field looks like, padding included. */
  matches: RegExp
  rule: string
}

/** A file that breaks a rule of its layout: where, and which rule. It never holds what was found there. */
export class UpdateFileError extends Error {
  override name = 'UpdateFileError'

  constructor(line: number, field: string, rule: string) {
    super(`line ${line}, ${field}: ${rule}`)
  }
}

const is = (name: string, value: string): Field => ({
  name,
  length: value.length,
  matches: new RegExp(`^${value}$`),
  rule: `must be ${value}`,
})
const digits = (name: string, length: number): Field => ({
  name,
  length,
  matches: new RegExp(`^\\d{${length}}$`),
  rule: `must be ${length} digits`,
})
const text = (name: string, length: number): Field => ({
  name,
  length,
  matches: /^[A-Z0-9]+ *$/,
  rule: `must be 1 to ${length} capital letters or digits, then spaces`,
})
const number = (name: string): Field => ({
  name,
  length: 19,
  matches: /^(?:\d{12,19} *| {19})$/,
  rule: 'must be 12 to 19 digits, then spaces',
})
const filler = (length: number): Field => ({
  name: 'filler',
  length,
  matches: /^ *$/,
  rule: 'must be spaces',
})

export const headerLayout = [
  is('record type', recordType.header),
  is('layout version', LAYOUT_VERSION),
  text('network id', 12),
  { ...text('acquirer id', 11), matches: /^\d+ *$/, rule: 'must be 1 to 11 digits, then spaces' },
  digits('file sequence', 9),
  digits('created at', 17),
  filler(47),
] satisfies Field[]

export const detailLayout = [
  is('record type', recordType.detail),
  digits('record number', 9),
  { name: 'kind', length: 1, matches: /^[AEC]$/, rule: 'must be A, E or C' },
  number('number'),
  number('new number'),
  {
    name: 'new expiry',
    length: 4,
    matches: /^(?:\d\d(?:0[1-9]|1[0-2])| {4})$/,
    rule: 'must be YYMM or spaces',
  },
  filler(47),
] satisfies Field[]

export const trailerLayout = [
  is('record type', recordType.trailer),
  digits('file sequence', 9),
  digits('number of details', 9),
  { name: 'check', length: 64, matches: /^[0-9a-f]{64}$/, rule: 'must be 64 hexadecimal digits' },
  filler(17),
] satisfies Field[]

/** Cuts a record into its fields, each checked and without the spaces that fill it up. */
export function parseRecord(record: string, layout: readonly Field[], line: number): Record<string, string> {
  const values: Record<string, string> = {}
  let at = 0
  for (const { name, length, matches, rule } of layout) {
    const value = record.slice(at, at + length)
    if (!matches.test(value)) throw new UpdateFileError(line, name, rule)
    values[name] = value.trimEnd()
    at += length
  }
  return values
}

/** Puts a record together, its end included; values come at their length or are filled up with spaces. */
export const printRecord = (values: readonly string[], layout: readonly Field[]): string =>
  `${layout.map(({ length }, at) => (values[at] ?? '').padEnd(length)).join('')}\n`
