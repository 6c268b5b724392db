import { digits, type Field, filler, oneOf, text } from '../ground/fixed-fields.ts'
import { type Currency, currencyOfNumber, numberOf } from '../ground/money.ts'
import { ClearingFileError, parseFields, parseInstant, printFields, printInstant } from './clearing-layout.ts'
import { currencyField, recordType } from './clearing-record.ts'

export type ClearingHeader = {
  networkId: string
  acquirerId: string
  /** Goes up by one from file to file, without gaps. */
  sequence: number
  /** YYYY-MM-DD */
  businessDate: string
  /** Everything captured before it and not cleared earlier is in this file. */
  cutoffAt: Date
  createdAt: Date
}

/**
 * Of one currency: how many details, and the sums of what they pay to us and take from us, neither below
 * zero.
 */
export type CurrencyTotal = { currency: Currency; records: number; paidToUs: bigint; takenFromUs: bigint }

const LAYOUT_VERSION = '001'

export const headerLayout: readonly Field[] = [
  oneOf('record type', [recordType.header]),
  oneOf('layout version', [LAYOUT_VERSION]),
  text('network id', 12),
  { ...text('acquirer id', 11), matches: /^\d+ *$/, rule: 'must be 1 to 11 digits, then spaces' },
  digits('file sequence', 9),
  digits('business date', 8),
  digits('cutoff at', 17),
  digits('created at', 17),
  filler(22),
]

export function parseHeader(record: string, line: number): ClearingHeader {
  const value = parseFields(record, headerLayout, line)
  const sequence = Number(value['file sequence'])
  if (sequence === 0) throw new ClearingFileError(line, 'file sequence', 'must be 1 or more')
  return {
    networkId: value['network id']!,
    acquirerId: value['acquirer id']!,
    sequence,
    businessDate: dayOf(value['business date']!, line),
    cutoffAt: parseInstant(value['cutoff at']!, line, 'cutoff at'),
    createdAt: parseInstant(value['created at']!, line, 'created at'),
  }
}

const dayOf = (digits: string, line: number): string =>
  parseInstant(`${digits}000000000`, line, 'business date').toISOString().slice(0, 10)

export function printHeader(header: ClearingHeader): string {
  if (header.sequence < 1) throw new ClearingFileError(1, 'file sequence', 'must be 1 or more')
  const businessDate = header.businessDate.replaceAll('-', '')
  if (dayOf(businessDate, 1) !== header.businessDate)
    throw new ClearingFileError(1, 'business date', 'must be a date as YYYY-MM-DD')
  return printFields(
    {
      'record type': recordType.header,
      'layout version': LAYOUT_VERSION,
      'network id': header.networkId,
      'acquirer id': header.acquirerId,
      'file sequence': String(header.sequence),
      'business date': businessDate,
      'cutoff at': printInstant(header.cutoffAt),
      'created at': printInstant(header.createdAt),
    },
    headerLayout,
    1,
  )
}

export const totalLayout: readonly Field[] = [
  oneOf('record type', [recordType.total]),
  currencyField,
  digits('number of details', 9),
  digits('paid to us', 18),
  digits('taken from us', 18),
  filler(51),
]

export function parseTotal(record: string, line: number): CurrencyTotal {
  const value = parseFields(record, totalLayout, line)
  return {
    currency: currencyOfNumber(value.currency!)!,
    records: Number(value['number of details']),
    paidToUs: BigInt(value['paid to us']!),
    takenFromUs: BigInt(value['taken from us']!),
  }
}

export const printTotal = (total: CurrencyTotal, line: number): string =>
  printFields(
    {
      'record type': recordType.total,
      currency: numberOf(total.currency),
      'number of details': String(total.records),
      'paid to us': String(total.paidToUs),
      'taken from us': String(total.takenFromUs),
    },
    totalLayout,
    line,
  )

export type Trailer = { sequence: number; records: number; totals: number }

export const trailerLayout: readonly Field[] = [
  oneOf('record type', [recordType.trailer]),
  digits('file sequence', 9),
  digits('number of details', 9),
  digits('number of totals', 3),
  filler(78),
]

export function parseTrailer(record: string, line: number): Trailer {
  const value = parseFields(record, trailerLayout, line)
  return {
    sequence: Number(value['file sequence']),
    records: Number(value['number of details']),
    totals: Number(value['number of totals']),
  }
}

export const printTrailer = ({ sequence, records, totals }: Trailer, line: number): string =>
  printFields(
    {
      'record type': recordType.trailer,
      'file sequence': String(sequence),
      'number of details': String(records),
      'number of totals': String(totals),
    },
    trailerLayout,
    line,
  )

/** Totals in the order of the file: by the numeric code of the currency. */
export const inFileOrder = (totals: Iterable<CurrencyTotal>): CurrencyTotal[] =>
  [...totals].sort((a, b) => Number(numberOf(a.currency)) - Number(numberOf(b.currency)))
