import { BankFileError, type FilePosition } from '../bank-file-error.ts'
import { alphanumeric, numeric, readBlank, readDigits, readText } from '../fixed-fields.ts'

/** Every NACHA record has 94 characters (Nacha Operating Rules, Appendix Three, record size `094`). */
export const RECORD_LENGTH = 94

/**
 * What a field holds. `digits`: right-justified behind zeros; `text`: left-justified before spaces, may be
 * blank; `required`: as `text`, but not blank; `day`: YYMMDD, an ISO day to us; `any day`: as `day`, blank or
 * zeros where there is none. A pattern: all of it as it is.
 */
type Kind = 'digits' | 'text' | 'required' | 'day' | 'any day' | RegExp

/**
 * A record, field by field in order: fixed text, a number of blanks, or a named field with its length and
 * kind.
 */
export type RecordLayout = readonly (string | number | readonly [name: string, length: number, kind: Kind])[]

export type RecordValues<Layout extends RecordLayout> = {
  [Name in Extract<Layout[number], readonly unknown[]>[0]]: string
}

/** `originalTrace` is `original trace` in what we say of it. */
const words = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

const DAY = /^20(\d\d)-(\d\d)-(\d\d)$/

function toDay(day: string, position: FilePosition): string {
  const [, year, month, date] = DAY.exec(day) ?? []
  if (date === undefined) throw new BankFileError('must be a day of this century, as YYYY-MM-DD', position)
  return fromDay(`${year}${month}${date}`, position) && `${year}${month}${date}`
}

function fromDay(text: string, position: FilePosition): string {
  const day = `20${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4)}`
  const ms = /^\d{6}$/.test(text) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== day)
    throw new BankFileError('must be a date as YYMMDD', position)
  return day
}

function write(value: string, length: number, kind: Kind, position: FilePosition): string {
  if (kind === 'digits') return numeric(value, length, position)
  if (kind === 'day' || (kind === 'any day' && value !== '')) return toDay(value, position)
  if (kind === 'required' && value.trim() === '') throw new BankFileError('must not be blank', position)
  const text = alphanumeric(value, length, position)
  if (kind instanceof RegExp && !kind.test(text))
    throw new BankFileError('has not the form that it must have', position)
  return text
}

function read(text: string, kind: Kind, position: FilePosition): string {
  if (kind === 'digits') return readDigits(text, position)
  if (kind === 'day' || (kind === 'any day' && !/^(0{6}| {6})$/.test(text))) return fromDay(text, position)
  if (kind === 'any day') return ''
  if (kind === 'required' && text.trim() === '') throw new BankFileError('must not be blank', position)
  if (kind instanceof RegExp && !kind.test(text))
    throw new BankFileError('has not the form that it must have', position)
  return readText(text)
}

/** A record as 94 characters. Throws a BankFileError for a value that does not fit its field. */
export function encodeRecord<const Layout extends RecordLayout>(
  layout: Layout,
  values: RecordValues<Layout>,
  record: number,
): string {
  const of = values as Record<string, string>
  return layout
    .map((field) => {
      if (typeof field === 'string') return field
      if (typeof field === 'number') return ' '.repeat(field)
      const [name, length, kind] = field
      return write(of[name]!, length, kind, { record, field: words(name) })
    })
    .join('')
}

/**
 * Where a field is, by its first position in the record (from 1); `name` of one that has none are its
 * positions.
 */
type PositionOf = (name: string, from: number) => FilePosition

/**
 * A record's fields. Throws a BankFileError at the first that breaks its rule, which is said to be in
 * `record` or at what `position` gives.
 */
export function decodeRecord<const Layout extends RecordLayout>(
  layout: Layout,
  text: string,
  at: number | PositionOf,
): RecordValues<Layout> {
  const values: Record<string, string> = {}
  const position: PositionOf = typeof at === 'number' ? (field) => ({ record: at, field }) : at
  let from = 0
  for (const field of layout) {
    const length = typeof field === 'string' ? field.length : typeof field === 'number' ? field : field[1]
    const part = text.slice(from, from + length)
    if (typeof field === 'string') {
      if (part !== field)
        throw new BankFileError(
          `must be ${field}`,
          position(`positions ${from + 1} to ${from + length}`, from + 1),
        )
    } else if (typeof field === 'number')
      readBlank(part, position(`positions ${from + 1} to ${from + length}`, from + 1))
    else values[field[0]] = read(part, field[2], position(words(field[0]), from + 1))
    from += length
  }
  return values as RecordValues<Layout>
}
