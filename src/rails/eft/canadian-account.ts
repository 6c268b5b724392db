import { BankFileError, type FilePosition } from '../bank-file-error.ts'
import type { CanadianAccount } from './eft-item.ts'

/** `0` + institution of 3 digits + transit of 5. */
export function institution(account: CanadianAccount | null, position: FilePosition): string {
  if (account === null) return '0'.repeat(9)
  if (!/^\d{3}$/.test(account.institution) || !/^\d{5}$/.test(account.transit))
    throw new BankFileError('must be an institution of 3 digits and a transit of 5', position)
  return `0${account.institution}${account.transit}`
}

export function accountNumber(account: CanadianAccount | null, position: FilePosition): string {
  if (account === null) return ' '.repeat(12)
  if (!/^[0-9A-Z]{1,12}$/.test(account.number))
    throw new BankFileError('must be 1 to 12 digits or capital letters', position)
  return account.number.padEnd(12)
}

/** An account whose two fields must both be there. */
export function readAccount(
  route: string,
  number: string,
  positions: { route: FilePosition; number: FilePosition },
): CanadianAccount {
  if (!/^0\d{8}$/.test(route))
    throw new BankFileError(
      'must be a zero, 3 digits of the institution and 5 of the transit',
      positions.route,
    )
  const trimmed = number.trimEnd()
  if (!/^[0-9A-Z]{1,12}$/.test(trimmed))
    throw new BankFileError('must be 1 to 12 digits or capital letters before spaces', positions.number)
  return { institution: route.slice(1, 4), transit: route.slice(4), number: trimmed }
}

/** As `readAccount`, but null where both are zeros or blanks: left to the bank. */
export const readOptionalAccount: (...of: Parameters<typeof readAccount>) => CanadianAccount | null = (
  route,
  number,
  positions,
) => (/^[0 ]*$/.test(route) && number.trim() === '' ? null : readAccount(route, number, positions))
