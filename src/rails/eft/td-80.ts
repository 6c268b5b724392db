import { BankFileError, type FilePosition } from '../bank-file-error.ts'
import { alphanumeric, cut, numeric, readBlank, readDigits, readText } from '../fixed-fields.ts'
import { joinRecords, splitRecords } from '../records.ts'
import { accountNumber, institution, readAccount } from './canadian-account.ts'
import { fromShortDate, toShortDate } from './eft-date.ts'
import {
  addToTotals,
  type EftHeader,
  type EftItem,
  type EftPart,
  noTotals,
  SERVICE_CURRENCY,
} from './eft-item.ts'

/**
 * TD's 80-byte layout ("EFT 80 Byte File Layout - Credits & Debits"): header H, one detail D for each
 * payment, trailer T. The header says for all of it credit or debit, what it is for and where returns go, so
 * a file holds items of one kind. It has no currency.
 */
const RECORD_LENGTH = 80

export const writeTd80 = (
  header: EftHeader,
  items: AsyncIterable<EftItem> | Iterable<EftItem>,
  lineEnd: string,
): AsyncGenerator<Buffer, void> => joinRecords(records(header, items), lineEnd)

async function* records(header: EftHeader, items: AsyncIterable<EftItem> | Iterable<EftItem>) {
  const totals = noTotals()
  let first: EftItem | undefined
  let record = 1
  for await (const item of items) {
    if (first === undefined) {
      first = item
      yield headerRecord(header, item)
    }
    if (item.type !== first.type || item.transactionType !== first.transactionType)
      throw new BankFileError('must be of the type of the first item', { record: record + 1 })
    yield detailRecord(item, ++record)
    addToTotals(totals, item)
  }
  if (first === undefined) throw new BankFileError('a file of this layout must have an item')
  const { count, value } = first.type === 'C' ? totals.credits : totals.debits
  const at = (field: string): FilePosition => ({ record: record + 1, field })
  yield `T${numeric(count, 8, at('number of payments'))}${numeric(value, 14, at('value of payments'))}`.padEnd(
    80,
  )
}

function headerRecord(header: EftHeader, first: EftItem): string {
  const at = (field: string): FilePosition => ({ record: 1, field })
  if (first.type !== 'C' && first.type !== 'D') throw new BankFileError('must be C or D', at('payment type'))
  if (first.returnAccount === null) throw new BankFileError('must be given', at('account for returns'))
  return [
    'H',
    alphanumeric(header.originatorId, 10, at('originator id')),
    first.type,
    numeric(first.transactionType, 3, at('transaction type')),
    toShortDate(header.creationDate, at('due date')),
    alphanumeric(first.originatorShortName, 15, at('originator short name')),
    institution(first.returnAccount, at('institution for returns')),
    accountNumber(first.returnAccount, at('account for returns')),
    numeric(header.fileCreationNumber, 4, at('file creation number')),
    ' '.repeat(19),
  ].join('')
}

function detailRecord(item: EftItem, record: number): string {
  const at = (field: string): FilePosition => ({ record, field })
  if (item.amount < 1n) throw new BankFileError('must be 1 to 9999999999 cents', at('amount'))
  return [
    'D',
    alphanumeric(item.name.slice(0, 23), 23, at('name')),
    toShortDate(item.date, at('due date')),
    alphanumeric(item.crossReference, 19, at('reference')),
    institution(item.account, at('institution')),
    accountNumber(item.account, at('account')),
    numeric(item.amount, 10, at('amount')),
  ].join('')
}

/**
 * Reads a file strictly and in bounded memory; what the layout does not have is empty or zeros. Use nothing
 * of one that throws.
 */
export async function* readTd80(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<EftPart, void> {
  let shared: Omit<EftItem, 'amount' | 'date' | 'account' | 'name' | 'crossReference'> | undefined
  let record = 0
  let ended = false
  const totals = noTotals()
  for await (const text of splitRecords(chunks, RECORD_LENGTH)) {
    const at = (field: string): FilePosition => ({ record, field })
    record++
    if (ended) throw new BankFileError('must not follow the trailer', { record })
    if (shared === undefined) {
      const read = readHeader(text)
      shared = read.shared
      yield { kind: 'header', header: read.header }
    } else if (text[0] === 'D') {
      const item: EftItem = {
        ...shared,
        name: readText(cut(text, [2, 23])),
        date: fromShortDate(cut(text, [25, 6]), at('due date')),
        crossReference: readText(cut(text, [31, 19])),
        account: readAccount(cut(text, [50, 9]), cut(text, [59, 12]), {
          route: at('institution'),
          number: at('account'),
        }),
        amount: BigInt(readDigits(cut(text, [71, 10]), at('amount'))),
      }
      if (item.name === '') throw new BankFileError('must not be blank', at('name'))
      if (item.amount === 0n) throw new BankFileError('must not be zero', at('amount'))
      addToTotals(totals, item)
      yield { kind: 'item', item, record, segment: 1 }
    } else if (text[0] === 'T') {
      const sum = shared.type === 'C' ? totals.credits : totals.debits
      if (Number(readDigits(cut(text, [2, 8]), at('number of payments'))) !== sum.count)
        throw new BankFileError('is not the number of items', at('number of payments'))
      if (BigInt(readDigits(cut(text, [10, 14]), at('value of payments'))) !== sum.value)
        throw new BankFileError('is not what the items add up to', at('value of payments'))
      readBlank(text.slice(23), at('filler'))
      ended = true
    } else throw new BankFileError('must be D or T', at('record type'))
  }
  if (!ended) throw new BankFileError('must be the trailer (T)', { record: record + 1, field: 'record type' })
  yield { kind: 'trailer', totals, records: record }
}

function readHeader(text: string) {
  const at = (field: string): FilePosition => ({ record: 1, field })
  if (text[0] !== 'H') throw new BankFileError('must be H, the header', at('record type'))
  const type = text[11]
  if (type !== 'C' && type !== 'D') throw new BankFileError('must be C or D', at('payment type'))
  readBlank(text.slice(61), at('filler'))
  const originatorShortName = readText(cut(text, [22, 15]))
  const fileCreationNumber = Number(readDigits(cut(text, [58, 4]), at('file creation number')))
  if (fileCreationNumber === 0) throw new BankFileError('must be 0001 to 9999', at('file creation number'))
  const header: EftHeader = {
    originatorId: readText(cut(text, [2, 10])),
    fileCreationNumber,
    creationDate: fromShortDate(cut(text, [16, 6]), at('due date')),
    destinationDataCentre: '00000',
    currency: SERVICE_CURRENCY,
  }
  const shared = {
    type,
    transactionType: readDigits(cut(text, [13, 3]), at('transaction type')),
    itemTrace: '0'.repeat(22),
    storedTransactionType: '000',
    originatorShortName,
    originatorLongName: originatorShortName,
    userId: '',
    returnAccount: readAccount(cut(text, [37, 9]), cut(text, [46, 12]), {
      route: at('institution for returns'),
      number: at('account for returns'),
    }),
    sundry: '',
    originalItemTrace: '',
    settlementCode: '',
    invalidDataElements: '0'.repeat(11),
  } as const
  return { header, shared }
}
