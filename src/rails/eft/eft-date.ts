import { BankFileError, type FilePosition } from '../bank-file-error.ts'

const DAY_MS = 86_400_000
const ISO = /^20(\d\d)-(\d\d)-(\d\d)$/

/** Days are ISO texts, `2026-11-23`: a banking day has no time and no zone. */
const startOf = (day: string) => Date.parse(`${day}T00:00:00Z`)

const isDay = (day: string) =>
  ISO.test(day) && !Number.isNaN(startOf(day)) && new Date(startOf(day)).toISOString().startsWith(day)

function need(day: string, position: FilePosition): string {
  if (!isDay(day)) throw new BankFileError('must be a day of this century, as YYYY-MM-DD', position)
  return day
}

/**
 * `0YYDDD`, the standard's date: a zero, the year of the century and the day of the year, 2026-11-23 is
 * `026327`.
 */
export function toOrdinalDate(day: string, position: FilePosition): string {
  const year = need(day, position).slice(0, 4)
  const ordinal = (startOf(day) - startOf(`${year}-01-01`)) / DAY_MS + 1
  return `0${year.slice(2)}${String(ordinal).padStart(3, '0')}`
}

export function fromOrdinalDate(text: string, position: FilePosition): string {
  const match = /^0(\d\d)(\d\d\d)$/.exec(text)
  const year = `20${match?.[1]}`
  const day =
    match && new Date(startOf(`${year}-01-01`) + (Number(match[2]) - 1) * DAY_MS).toISOString().slice(0, 10)
  if (!day?.startsWith(year)) throw new BankFileError('must be a date as 0YYDDD', position)
  return day
}

/** `DDMMYY`, the date of TD's 80-byte layout. */
export function toShortDate(day: string, position: FilePosition): string {
  const [, year, month, date] = ISO.exec(need(day, position))!
  return `${date}${month}${year}`
}

export function fromShortDate(text: string, position: FilePosition): string {
  const match = /^(\d\d)(\d\d)(\d\d)$/.exec(text)
  const day = match ? `20${match[3]}-${match[2]}-${match[1]}` : ''
  if (!isDay(day)) throw new BankFileError('must be a date as DDMMYY', position)
  return day
}
