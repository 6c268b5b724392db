import { digits, type Field, filler, oneOf, optional, text } from '../ground/fixed-fields.ts'
import { type Currency, currencies, currencyOfNumber, numberOf } from '../ground/money.ts'
import {
  ClearingFileError,
  monthToSecond,
  parseFields,
  parseInstant,
  printFields,
  printInstant,
} from './clearing-layout.ts'

/** What a bank says of an item, or has paid from cell to cell: in files of other cells alone. */
const bankKinds = ['bank_settled', 'bank_returned', 'bank_rejected', 'bank_paid'] as const
export const clearingKinds = ['sale', 'reversal', 'refund', 'adjustment', 'reject', ...bankKinds] as const
export type ClearingKind = (typeof clearingKinds)[number]
const isBank = (kind: ClearingKind) => bankKinds.some((bank) => bank === kind)

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

/** The first character of a record says what it is. */
export const recordType = { header: '1', detail: '5', total: '8', trailer: '9' } as const

const kindOfCode: Record<string, ClearingKind> = {
  SA: 'sale',
  RV: 'reversal',
  RF: 'refund',
  AD: 'adjustment',
  RJ: 'reject',
  BS: 'bank_settled',
  BR: 'bank_returned',
  BJ: 'bank_rejected',
  BP: 'bank_paid',
}
const codeOfKind = Object.fromEntries(Object.entries(kindOfCode).map(([code, kind]) => [kind, code]))

export const currencyField = oneOf('currency', currencies.map(numberOf))

export const detailLayout: readonly Field[] = [
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
]

/** The rules that bind amount, kind and reason to each other. */
function checkRecord({ kind, amount, reason }: ClearingRecord, line: number): void {
  const fails = (field: string, rule: string) => {
    throw new ClearingFileError(line, field, rule)
  }
  if (kind === 'reject' && amount !== 0n) fails('amount', 'must be zero for a reject')
  if (kind !== 'reject' && !isBank(kind) && amount === 0n)
    fails('amount', 'must not be zero but for a reject')
  if (kind === 'sale' && amount < 0n) fails('sign', 'must be + for a sale')
  if ((kind === 'reversal' || kind === 'refund') && amount > 0n) fails('sign', `must be - for a ${kind}`)
  if (kind === 'reject' && reason === null) fails('reason', 'must be there for a reject')
  if (kind !== 'reject' && kind !== 'adjustment' && reason !== null)
    fails('reason', `must be spaces for a ${kind}`)
}

export function parseDetail(record: string, line: number): ClearingRecord {
  const value = parseFields(record, detailLayout, line)
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
    currency: currencyOfNumber(value.currency!)!,
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
      currency: numberOf(record.currency),
      amount: String(amount < 0n ? -amount : amount),
      sign: amount < 0n ? '-' : '+',
      'captured at': printInstant(record.capturedAt),
      reason: record.reason ?? '',
    },
    detailLayout,
    line,
  )
}
