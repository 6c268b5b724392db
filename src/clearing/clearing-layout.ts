/** The records of a clearing file: docs/clearing-file.md has the same tables. */
import { type Field, FixedFieldsError, fixedFields } from '../ground/fixed-fields.ts'

export class ClearingFileError extends FixedFieldsError {
  override name = 'ClearingFileError'
}

/** Characters of every record, its end (one LF) not counted. */
export const RECORD_LENGTH = 100

export const { parse: parseFields, print: printFields } = fixedFields(ClearingFileError)

/** Month, day, hour, minute and second, without a year (ISO 8583 field 7). */
export const monthToSecond = (name: string): Field => ({
  name,
  length: 10,
  matches:
    /^(?:(?:0[13578]|1[02])(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)(?:0[1-9]|[12]\d|30)|02(?:0[1-9]|[12]\d))(?:[01]\d|2[0-3])(?:[0-5]\d){2}$/,
  rule: 'must be a time as MMDDhhmmss',
  pad: (value) => value,
})

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
