import { BankFileError, type FilePosition } from '../bank-file-error.ts'
import { alphanumeric, cut, type Field, numeric, readBlank, readDigits, readText } from '../fixed-fields.ts'
import { accountNumber, institution, readAccount, readOptionalAccount } from './canadian-account.ts'
import { fromOrdinalDate, toOrdinalDate } from './eft-date.ts'
import type { EftItem, EftItemType } from './eft-item.ts'

/** Six segments follow the 24 characters of control in each record. */
export const SEGMENT_LENGTH = 240

/**
 * A segment's fields (CPA Standard 005, section D, data elements 04 to 21). C, D, E, F, I and J share them;
 * 16 and 17 are where returns go, and in I and J the original account; 19 is filler in C and D.
 */
const fields = {
  transactionType: [1, 3],
  amount: [4, 10],
  date: [14, 6],
  institution: [20, 9],
  account: [29, 12],
  itemTrace: [41, 22],
  storedTransactionType: [63, 3],
  originatorShortName: [66, 15],
  name: [81, 30],
  originatorLongName: [111, 30],
  userId: [141, 10],
  crossReference: [151, 19],
  returnInstitution: [170, 9],
  returnAccount: [179, 12],
  sundry: [191, 15],
  originalItemTrace: [206, 22],
  settlementCode: [228, 2],
  invalidDataElements: [230, 11],
} as const satisfies Record<string, Field>
type Name = keyof typeof fields

const isReturn = (type: EftItemType) => type === 'I' || type === 'J'
const isOriginal = (type: EftItemType) => type === 'C' || type === 'D'

const AMOUNT_MAX = 9_999_999_999n

/** What holds for an item whichever way it goes. */
function check(item: EftItem, at: (field: Name) => FilePosition): void {
  if (item.amount < 1n || item.amount > AMOUNT_MAX)
    throw new BankFileError('must be 1 to 9999999999 cents', at('amount'))
  if (!/^\d{3}$/.test(item.transactionType) || item.transactionType < '100')
    throw new BankFileError('must be 3 digits, from 100', at('transactionType'))
  if (isReturn(item.type) !== item.transactionType >= '900')
    throw new BankFileError('must be 900 to 999 in a return, and in nothing else', at('transactionType'))
  // A return needs only what finds and moves the item; some banks leave the names out.
  if (isReturn(item.type)) return
  if (item.name === '') throw new BankFileError('must not be blank', at('name'))
  if (item.originatorLongName === '') throw new BankFileError('must not be blank', at('originatorLongName'))
}

/**
 * One item as 240 characters. `blankReserved`: what an originator has nothing to say in is blank, where most
 * banks have zeros. Throws a BankFileError for what does not fit.
 */
export function encodeSegment(item: EftItem, position: FilePosition, blankReserved = false): string {
  const at = (field: Name): FilePosition => ({ ...position, field })
  check(item, at)
  const text = (field: Name & keyof EftItem) =>
    alphanumeric(item[field] as string, fields[field][1], at(field))
  const digits = (field: Name & keyof EftItem) => numeric(item[field] as string, fields[field][1], at(field))
  const reserved = (field: Name & keyof EftItem) => {
    const text = digits(field)
    return blankReserved && /^0+$/.test(text) ? ' '.repeat(text.length) : text
  }
  if (isOriginal(item.type) && item.originalItemTrace !== '')
    throw new BankFileError('must be blank in an original', at('originalItemTrace'))
  return [
    item.transactionType,
    numeric(item.amount, 10, at('amount')),
    toOrdinalDate(item.date, at('date')),
    institution(item.account, at('institution')),
    accountNumber(item.account, at('account')),
    reserved('itemTrace'),
    reserved('storedTransactionType'),
    text('originatorShortName'),
    text('name'),
    text('originatorLongName'),
    text('userId'),
    text('crossReference'),
    institution(item.returnAccount, at('returnInstitution')),
    accountNumber(item.returnAccount, at('returnAccount')),
    text('sundry'),
    isOriginal(item.type) ? ' '.repeat(22) : digits('originalItemTrace'),
    text('settlementCode'),
    reserved('invalidDataElements'),
  ].join('')
}

/**
 * Reads 240 characters of a record of `type`. Throws a BankFileError at the first field that breaks a rule.
 */
export function decodeSegment(type: EftItemType, segment: string, position: FilePosition): EftItem {
  const at = (field: Name): FilePosition => ({ ...position, field })
  const raw = (field: Name) => cut(segment, fields[field])
  const digits = (field: Name) => readDigits(raw(field), at(field))
  const text = (field: Name) => readText(raw(field))
  const reserved = (field: Name) => (raw(field).trim() === '' ? '0'.repeat(fields[field][1]) : digits(field))
  const numbers = (route: Name, number: Name) =>
    [raw(route), raw(number), { route: at(route), number: at(number) }] as const
  if (isOriginal(type)) readBlank(raw('originalItemTrace'), at('originalItemTrace'))
  const item: EftItem = {
    type,
    transactionType: digits('transactionType'),
    amount: BigInt(digits('amount')),
    date: isReturn(type) && /^[0 ]*$/.test(raw('date')) ? '' : fromOrdinalDate(raw('date'), at('date')),
    account: readAccount(...numbers('institution', 'account')),
    itemTrace: reserved('itemTrace'),
    storedTransactionType: reserved('storedTransactionType'),
    originatorShortName: text('originatorShortName'),
    name: text('name'),
    originatorLongName: text('originatorLongName'),
    userId: text('userId'),
    crossReference: text('crossReference'),
    returnAccount: readOptionalAccount(...numbers('returnInstitution', 'returnAccount')),
    sundry: text('sundry'),
    originalItemTrace: isOriginal(type) ? '' : reserved('originalItemTrace'),
    settlementCode: text('settlementCode'),
    invalidDataElements: reserved('invalidDataElements'),
  }
  check(item, at)
  return item
}
