import { bankCurrencies } from '../../ground/money.ts'
import { BankFileError, type FilePosition } from '../bank-file-error.ts'
import { bankLines } from '../bank-lines.ts'
import { cut, readBlank, readDigits, readText } from '../fixed-fields.ts'
import { fromOrdinalDate } from './eft-date.ts'
import {
  addToTotals,
  type EftHeader,
  type EftItem,
  type EftItemType,
  type EftPart,
  type EftTotals,
  itemTypes,
  noTotals,
  SERVICE_CURRENCY,
} from './eft-item.ts'
import { decodeSegment, SEGMENT_LENGTH } from './segment.ts'
import { CONTROL_LENGTH, control, RECORD_LENGTH, SEGMENTS, trailerOrder } from './write-cpa-1464.ts'

/** A record that is cut short without a line end may have lost anything. */
export const lineRules = { length: RECORD_LENGTH, lastMayBeShort: false } as const

/**
 * Reads a file in bounded memory: liberally in its lines (`bankLines`) and in fields that say nothing,
 * strictly in all that moves money. Items come before the trailer has confirmed them: use nothing of a file
 * that throws. Throws a BankFileError at the first rule that is broken.
 */
export async function* readCpa1464(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<EftPart, void> {
  let header: EftHeader | undefined
  let ended = false
  const totals = noTotals()
  let record = 0
  for await (const { text } of bankLines(chunks, lineRules)) {
    record++
    if (ended) throw new BankFileError('must not follow the trailer', { record })
    const type = text[0]!
    if (header === undefined) {
      header = readHeaderRecord('A', text)
      yield { kind: 'header', header }
      continue
    }
    checkControl(text, record, header)
    if (type === 'Z') {
      checkTrailer(text, record, totals)
      ended = true
    } else if ((itemTypes as readonly string[]).includes(type)) {
      for (const [at, item] of readSegments(type as EftItemType, text, record).entries()) {
        addToTotals(totals, item)
        yield { kind: 'item', item, record, segment: at + 1 }
      }
    } else throw new BankFileError('must be A, C, D, E, F, I, J or Z', { record, field: 'record type' })
  }
  if (!ended) throw new BankFileError('must be the trailer (Z)', { record: record + 1, field: 'record type' })
  yield { kind: 'trailer', totals, records: record }
}

/** The first record, of `type`. */
export function readHeaderRecord(type: string, text: string): EftHeader {
  const at = (field: string): FilePosition => ({ record: 1, field })
  if (text[0] !== type) throw new BankFileError(`must be ${type}, the header`, at('record type'))
  if (cut(text, [2, 9]) !== '000000001') throw new BankFileError('must be 000000001', at('record count'))
  const currency = cut(text, [56, 3]).toUpperCase()
  const dataCentre = cut(text, [31, 5])
  const inCurrency = bankCurrencies.find((known) => known === (currency.trim() || SERVICE_CURRENCY))
  if (!inCurrency) throw new BankFileError(`must be ${bankCurrencies.join(' or ')}`, at('currency'))
  const fileCreationNumber = Number(readDigits(cut(text, [21, 4]), at('file creation number')))
  if (fileCreationNumber === 0) throw new BankFileError('must be 0001 to 9999', at('file creation number'))
  readBlank(text.slice(58), at('filler'))
  return {
    originatorId: readText(cut(text, [11, 10])),
    fileCreationNumber,
    creationDate: fromOrdinalDate(cut(text, [25, 6]), at('creation date')),
    // Some banks leave it blank in what they send.
    destinationDataCentre:
      dataCentre.trim() === '' ? '' : readDigits(dataCentre, at('destination data centre')),
    currency: inCurrency,
  }
}

/** Every later record counts on by one and repeats the header's originator and file creation number. */
export function checkControl(text: string, record: number, header: EftHeader): void {
  if (cut(text, [2, 9]) !== String(record).padStart(9, '0'))
    throw new BankFileError('must count on by one', { record, field: 'record count' })
  if (text.slice(10, CONTROL_LENGTH) !== control('A', 1, header).slice(10))
    throw new BankFileError('must be those of the header', {
      record,
      field: 'originator id and file creation number',
    })
}

/** A record's segments: one to six, those after the last one blank. */
function readSegments(type: EftItemType, text: string, record: number): EftItem[] {
  const segments = Array.from({ length: SEGMENTS }, (_, at) =>
    text.slice(CONTROL_LENGTH + at * SEGMENT_LENGTH, CONTROL_LENGTH + (at + 1) * SEGMENT_LENGTH),
  )
  const used = segments.findLastIndex((segment) => segment.trim() !== '') + 1
  if (used === 0) throw new BankFileError('must have a segment', { record })
  return segments.slice(0, used).map((segment, at) => {
    const position = { record, segment: at + 1 }
    if (segment.trim() === '') throw new BankFileError('must not be blank before another', position)
    return decodeSegment(type, segment, position)
  })
}

function checkTrailer(text: string, record: number, totals: EftTotals): void {
  for (const [at, of] of trailerOrder.entries()) {
    const from = 25 + at * 22
    for (const [what, field, expected] of [
      ['value', [from, 14], totals[of].value],
      ['count', [from + 14, 8], BigInt(totals[of].count)],
    ] as const) {
      const position = { record, field: `${what} of ${of}` }
      const found = cut(text, field)
      // TD's guide has the pairs of E and F as filler, and a file about nothing may have no sums at all.
      const value = found.trim() === '' ? 0n : BigInt(readDigits(found, position))
      if (value !== expected) throw new BankFileError('is not what the items add up to', position)
    }
  }
  readBlank(text.slice(112), { record, field: 'filler' })
}
