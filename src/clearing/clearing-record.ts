import type { Currency } from '../money.ts'
import {
  ClearingFileError,
  digits,
  type Field,
  filler,
  monthToSecond,
  oneOf,
  optional,
  parseFields,
  parseInstant,
  printFields,
  printInstant,
  text,
} from './clearing-layout.ts'

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

export type ClearingKind = 'sale' | 'reversal' | 'refund' | 'adjustment' | 'reject'

export type ClearingRecord = {
  /** The detail's number in its file, from 1. */
  line: number
  kind: ClearingKind
  rrn: string
  stan: string
  /** MMDDhhmmss in UTC (ISO 8583 field 7). */
  transmission: string
  /** Empty where the original has none. */
  authorizationCode: string
  last4: string
  currency: Currency
  /** Minor units: positive is paid to us, negative is taken from us, a reject has 0. */
  amount: bigint
  capturedAt: Date
  /** Four digits: of a reject always, of an adjustment perhaps, else null. */
  reason: string | null
}

/** Of one currency: how many details, and the sums of what they pay to us and take from us, neither below zero. */
export type CurrencyTotal = { currency: Currency; records: number; paidToUs: bigint; takenFromUs: bigint }

/** The first character of a record says what it is. */
export const recordType = { header: '1', detail: '5', total: '8', trailer: '9' } as const

const LAYOUT_VERSION = '001'

const kindOfCode: Record<string, ClearingKind> = {
  SA: 'sale',
  RV: 'reversal',
  RF: 'refund',
  AD: 'adjustment',
  RJ: 'reject',
}
const codeOfKind = Object.fromEntries(Object.entries(kindOfCode).map(([code, kind]) => [kind, code]))

/** ISO 4217 */
const codeOfCurrency: Record<Currency, string> = { CAD: '124', USD: '840' }
const currencyOfCode = Object.fromEntries(
  Object.entries(codeOfCurrency).map(([currency, code]) => [code, currency as Currency]),
)
const currencyField = oneOf('currency', Object.values(codeOfCurrency))

export const layouts = {
  header: [
    oneOf('record type', [recordType.header]),
    oneOf('layout version', [LAYOUT_VERSION]),
    text('network id', 12),
    { ...text('acquirer id', 11), matches: /^\d+ *$/, rule: 'must be 1 to 11 digits, then spaces' },
    digits('file sequence', 9),
    digits('business date', 8),
    digits('cutoff at', 17),
    digits('created at', 17),
    filler(22),
  ],
  detail: [
    oneOf('record type', [recordType.detail]),
    digits('record number', 9),
    oneOf('kind', Object.keys(kindOfCode)),
    { ...text('rrn', 12), matches: /^[A-Z0-9]{12}$/, rule: 'must be 12 capital letters or digits' },
    digits('stan', 6),
    monthToSecond('transmission'),
    optional('authorization code', 6),
    digits('last 4', 4),
    currencyField,
    digits('amount', 12),
    oneOf('sign', ['+', '-']),
    digits('captured at', 17),
    { ...optional('reason', 4), matches: /^(?:\d{4}| {4})$/, rule: 'must be 4 digits, or spaces' },
    filler(13),
  ],
  total: [
    oneOf('record type', [recordType.total]),
    currencyField,
    digits('number of details', 9),
    digits('paid to us', 18),
    digits('taken from us', 18),
    filler(51),
  ],
  trailer: [
    oneOf('record type', [recordType.trailer]),
    digits('file sequence', 9),
    digits('number of details', 9),
    digits('number of totals', 3),
    filler(78),
  ],
} as const satisfies Record<string, readonly Field[]>

export function parseHeader(record: string, line: number): ClearingHeader {
  const value = parseFields(record, layouts.header, line)
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
    layouts.header,
    1,
  )
}

/** The rules that bind amount, kind and reason to each other. */
function checkRecord({ kind, amount, reason }: ClearingRecord, line: number): void {
  const fails = (field: string, rule: string) => {
    throw new ClearingFileError(line, field, rule)
  }
  if (kind === 'reject' && amount !== 0n) fails('amount', 'must be zero for a reject')
  if (kind !== 'reject' && amount === 0n) fails('amount', 'must not be zero but for a reject')
  if (kind === 'sale' && amount < 0n) fails('sign', 'must be + for a sale')
  if ((kind === 'reversal' || kind === 'refund') && amount > 0n) fails('sign', `must be - for a ${kind}`)
  if (kind === 'reject' && reason === null) fails('reason', 'must be there for a reject')
  if (kind !== 'reject' && kind !== 'adjustment' && reason !== null)
    fails('reason', `must be spaces for a ${kind}`)
}

export function parseDetail(record: string, line: number): ClearingRecord {
  const value = parseFields(record, layouts.detail, line)
  const magnitude = BigInt(value.amount!)
  if (magnitude === 0n && value.sign === '-')
    throw new ClearingFileError(line, 'sign', 'must be + for an amount of zero')
  const parsed: ClearingRecord = {
    line: Number(value['record number']),
    kind: kindOfCode[value.kind!]!,
    rrn: value.rrn!,
    stan: value.stan!,
    transmission: value.transmission!,
    authorizationCode: value['authorization code']!,
    last4: value['last 4']!,
    currency: currencyOfCode[value.currency!]!,
    amount: value.sign === '-' ? -magnitude : magnitude,
    capturedAt: parseInstant(value['captured at']!, line, 'captured at'),
    reason: value.reason || null,
  }
  checkRecord(parsed, line)
  return parsed
}

export function printDetail(record: ClearingRecord, line: number): string {
  checkRecord(record, line)
  const { amount } = record
  return printFields(
    {
      'record type': recordType.detail,
      'record number': String(record.line),
      kind: codeOfKind[record.kind]!,
      rrn: record.rrn,
      stan: record.stan,
      transmission: record.transmission,
      'authorization code': record.authorizationCode,
      'last 4': record.last4,
      currency: codeOfCurrency[record.currency],
      amount: String(amount < 0n ? -amount : amount),
      sign: amount < 0n ? '-' : '+',
      'captured at': printInstant(record.capturedAt),
      reason: record.reason ?? '',
    },
    layouts.detail,
    line,
  )
}

export function parseTotal(record: string, line: number): CurrencyTotal {
  const value = parseFields(record, layouts.total, line)
  return {
    currency: currencyOfCode[value.currency!]!,
    records: Number(value['number of details']),
    paidToUs: BigInt(value['paid to us']!),
    takenFromUs: BigInt(value['taken from us']!),
  }
}

export const printTotal = (total: CurrencyTotal, line: number): string =>
  printFields(
    {
      'record type': recordType.total,
      currency: codeOfCurrency[total.currency],
      'number of details': String(total.records),
      'paid to us': String(total.paidToUs),
      'taken from us': String(total.takenFromUs),
    },
    layouts.total,
    line,
  )

export type Trailer = { sequence: number; records: number; totals: number }

export function parseTrailer(record: string, line: number): Trailer {
  const value = parseFields(record, layouts.trailer, line)
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
    layouts.trailer,
    line,
  )

/** Totals in the order of the file: by the numeric code of the currency. */
export const inFileOrder = (totals: Iterable<CurrencyTotal>): CurrencyTotal[] =>
  [...totals].sort((a, b) => Number(codeOfCurrency[a.currency]) - Number(codeOfCurrency[b.currency]))
