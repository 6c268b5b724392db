import { BankFileError, type FilePosition } from './bank-file-error.ts'

/** A field's first position (from 1, as the guides count) and length. */
export type Field = readonly [from: number, length: number]

/** Digits, right-justified behind zeros. */
export function numeric(value: string | number | bigint, length: number, position: FilePosition): string {
  const digits = String(value)
  if (!/^\d+$/.test(digits) || digits.length > length)
    throw new BankFileError(`must be a number of at most ${length} digits`, position)
  return digits.padStart(length, '0')
}

/** Printable ASCII, left-justified before spaces. */
export function alphanumeric(value: string, length: number, position: FilePosition): string {
  if (value.length > length || !/^[ -~]*$/.test(value))
    throw new BankFileError(`must be at most ${length} printable characters`, position)
  return value.padEnd(length)
}

export const cut = (text: string, [from, length]: Field): string => text.slice(from - 1, from - 1 + length)

export function readDigits(text: string, position: FilePosition): string {
  if (!/^\d+$/.test(text)) throw new BankFileError('must be digits only', position)
  return text
}

export function readText(text: string): string {
  return text.trimEnd()
}

export function readBlank(text: string, position: FilePosition): void {
  if (text.trim() !== '') throw new BankFileError('must be blank', position)
}
