import { EftError, type EftPlace } from './eft-error.ts'
import type { CanadianAccount } from './eft-item.ts'

/** A field's first position (from 1, as the guides count) and length. */
export type Field = readonly [from: number, length: number]

/** Digits, right-justified behind zeros. */
export function numeric(value: string | number | bigint, length: number, place: EftPlace): string {
  const digits = String(value)
  if (!/^\d+$/.test(digits) || digits.length > length)
    throw new EftError(`must be a number of at most ${length} digits`, place)
  return digits.padStart(length, '0')
}

/** Printable ASCII, left-justified before spaces. */
export function alphanumeric(value: string, length: number, place: EftPlace): string {
  if (value.length > length || !/^[ -~]*$/.test(value))
    throw new EftError(`must be at most ${length} printable characters`, place)
  return value.padEnd(length)
}

/** `0` + institution of 3 digits + transit of 5. */
export function institution(account: CanadianAccount | null, place: EftPlace): string {
  if (account === null) return '0'.repeat(9)
  if (!/^\d{3}$/.test(account.institution) || !/^\d{5}$/.test(account.transit))
    throw new EftError('must be an institution of 3 digits and a transit of 5', place)
  return `0${account.institution}${account.transit}`
}

export function accountNumber(account: CanadianAccount | null, place: EftPlace): string {
  if (account === null) return ' '.repeat(12)
  if (!/^[0-9A-Z]{1,12}$/.test(account.number))
    throw new EftError('must be 1 to 12 digits or capital letters', place)
  return account.number.padEnd(12)
}

export const cut = (text: string, [from, length]: Field): string => text.slice(from - 1, from - 1 + length)

export function readDigits(text: string, place: EftPlace): string {
  if (!/^\d+$/.test(text)) throw new EftError('must be digits only', place)
  return text
}

export function readText(text: string): string {
  return text.trimEnd()
}

export function readBlank(text: string, place: EftPlace): void {
  if (text.trim() !== '') throw new EftError('must be blank', place)
}

/** An account whose two fields must both be there. */
export function readAccount(
  route: string,
  number: string,
  places: { route: EftPlace; number: EftPlace },
): CanadianAccount {
  if (!/^0\d{8}$/.test(route))
    throw new EftError('must be a zero, 3 digits of the institution and 5 of the transit', places.route)
  const trimmed = number.trimEnd()
  if (!/^[0-9A-Z]{1,12}$/.test(trimmed))
    throw new EftError('must be 1 to 12 digits or capital letters before spaces', places.number)
  return { institution: route.slice(1, 4), transit: route.slice(4), number: trimmed }
}

/** As `readAccount`, but null where both are zeros or blanks: left to the bank. */
export const readOptionalAccount: (...of: Parameters<typeof readAccount>) => CanadianAccount | null = (
  route,
  number,
  places,
) => (/^[0 ]*$/.test(route) && number.trim() === '' ? null : readAccount(route, number, places))
