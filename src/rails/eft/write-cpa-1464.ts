import { BankFileError, type FilePosition } from '../bank-file-error.ts'
import { alphanumeric, numeric } from '../fixed-fields.ts'
import { joinRecords } from '../records.ts'
import { toOrdinalDate } from './eft-date.ts'
import {
  addToTotals,
  type EftHeader,
  type EftItem,
  type EftItemType,
  type EftTotals,
  noTotals,
  SERVICE_CURRENCY,
} from './eft-item.ts'
import { encodeSegment } from './segment.ts'

/** CPA Standard 005, section C: logical records of 1464 characters, 24 of control and six segments of 240. */
export const RECORD_LENGTH = 1464
export const CONTROL_LENGTH = 24
export const SEGMENTS = 6

/**
 * The order of the trailer's pairs, each a value of 14 digits and a count of 8 from position 25 on (record
 * type Z).
 */
export const trailerOrder = ['debits', 'credits', 'creditReversals', 'debitReversals'] as const

/** Record type, logical record count, originator and file creation number: what every record begins with. */
export const control = (type: string, record: number, { originatorId, fileCreationNumber }: EftHeader) =>
  type +
  numeric(record, 9, { record, field: 'record count' }) +
  alphanumeric(originatorId, 10, { record, field: 'originator id' }) +
  numeric(fileCreationNumber, 4, { record, field: 'file creation number' })

/**
 * Writes a file in chunks. Items of one type that follow each other share records, six to each.
 * `blankReserved`: as TD's guide has it, currency, zeros of reserved fields and the trailer's sums of E and F
 * are blank.
 */
export const writeCpa1464 = (
  header: EftHeader,
  items: AsyncIterable<EftItem> | Iterable<EftItem>,
  lineEnd: string,
  blankReserved = false,
): AsyncGenerator<Buffer, void> => joinRecords(records(header, items, blankReserved), lineEnd)

async function* records(
  header: EftHeader,
  items: AsyncIterable<EftItem> | Iterable<EftItem>,
  blankReserved: boolean,
) {
  yield headerRecord('A', header, blankReserved)
  const totals = noTotals()
  let record = 1
  let type: EftItemType | undefined
  let text = ''
  let segments = 0
  for await (const item of items) {
    if (item.type !== type || segments === SEGMENTS) {
      if (type !== undefined) yield text.padEnd(RECORD_LENGTH)
      type = item.type
      segments = 0
      text = control(type, ++record, header)
    }
    text += encodeSegment(item, { record, segment: ++segments }, blankReserved)
    addToTotals(totals, item)
  }
  if (type !== undefined) yield text.padEnd(RECORD_LENGTH)
  yield trailerRecord(++record, header, totals, blankReserved)
}

/**
 * A, or U of a file of notices: creation date, destination data centre, 20 characters between customer and
 * bank, currency.
 */
export function headerRecord(type: string, header: EftHeader, blankReserved = false): string {
  const at = (field: string): FilePosition => ({ record: 1, field })
  if (header.fileCreationNumber < 1) throw new BankFileError('must be 1 to 9999', at('file creation number'))
  return (
    control(type, 1, header) +
    toOrdinalDate(header.creationDate, at('creation date')) +
    numeric(header.destinationDataCentre, 5, at('destination data centre')) +
    ' '.repeat(20) +
    (blankReserved && header.currency === SERVICE_CURRENCY ? '' : header.currency)
  ).padEnd(RECORD_LENGTH)
}

function trailerRecord(record: number, header: EftHeader, totals: EftTotals, blankReserved: boolean): string {
  const sums = trailerOrder.map((of) => {
    const { value, count } = totals[of]
    if (blankReserved && count === 0 && isReversal(of)) return ' '.repeat(22)
    return (
      numeric(value, 14, { record, field: `value of ${of}` }) +
      numeric(count, 8, { record, field: `count of ${of}` })
    )
  })
  return (control('Z', record, header) + sums.join('')).padEnd(RECORD_LENGTH)
}

const isReversal = (of: keyof EftTotals) => of === 'creditReversals' || of === 'debitReversals'
