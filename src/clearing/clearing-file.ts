/** The card network's daily clearing file, read and written in one pass: docs/clearing-file.md. */
import type { Currency } from '../money.ts'
import { ClearingFileError, RECORD_LENGTH } from './clearing-layout.ts'
import {
  type ClearingHeader,
  type ClearingKind,
  type ClearingRecord,
  type CurrencyTotal,
  inFileOrder,
  parseDetail,
  parseHeader,
  parseTotal,
  parseTrailer,
  printDetail,
  printHeader,
  printTotal,
  printTrailer,
  recordType,
} from './clearing-record.ts'

export type { ClearingHeader, ClearingKind, ClearingRecord }
export { ClearingFileError }

/** `paidToUs` is the sum of positive amounts, `takenFromUs` of negative ones without their sign, in minor units. */
export type ClearingTotals = {
  records: number
  totals: { currency: Currency; paidToUs: bigint; takenFromUs: bigint }[]
}

/** Details that one call of `take.records` gets: 1,000 rows are one good statement, and a few hundred KB of memory. */
const BATCH = 1_000

const LF = 0x0a

/** What the network calls the file with this sequence number. A name that ends otherwise is not finished. */
export const clearingFileName = (sequence: number): string =>
  `clearing-${String(sequence).padStart(9, '0')}.txt`

/**
 * Reads a clearing file in one pass with flat memory. Calls `take.header` once, `take.records` with batches of 1 to 1,000
 * details in order, each awaited; resolves after the trailer was checked. Throws `ClearingFileError` for anything that is
 * not the layout, a count or a total that is not the sum of the details, and a file that is cut short or goes on after
 * its trailer: whatever was taken must then be undone by the caller.
 */
export async function readClearingFile(
  chunks: AsyncIterable<Uint8Array>,
  take: { header(h: ClearingHeader): Promise<void>; records(batch: ClearingRecord[]): Promise<void> },
): Promise<{ header: ClearingHeader } & ClearingTotals> {
  const checker = fileChecker()
  let batch: ClearingRecord[] = []
  for await (const records of recordsOf(chunks)) {
    for (const record of records) {
      const part = checker.next(record)
      if (part.header) await take.header(part.header)
      if (!part.detail) continue
      batch.push(part.detail)
      if (batch.length < BATCH) continue
      await take.records(batch)
      batch = []
    }
  }
  const read = checker.end()
  if (batch.length > 0) await take.records(batch)
  return read
}

/** Writes a clearing file record by record, totals and trailer computed. Throws `ClearingFileError` before a bad record. */
export function* writeClearingFile(
  header: ClearingHeader,
  records: Iterable<ClearingRecord>,
): Generator<string> {
  yield printHeader(header)
  const sums = summing()
  let line = 1
  for (const record of records) {
    line++
    if (record.line !== line - 1)
      throw new ClearingFileError(line, 'record number', 'must go up by one from 1')
    sums.add(record)
    yield printDetail(record, line)
  }
  const totals = inFileOrder(sums.totals.values())
  for (const total of totals) yield printTotal(total, ++line)
  const details = line - 1 - totals.length
  yield printTrailer({ sequence: header.sequence, records: details, totals: totals.length }, line + 1)
}

/** Cuts the bytes into records, some at a time; holds at most one unfinished record besides. */
async function* recordsOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const step = RECORD_LENGTH + 1
  let rest = Buffer.alloc(0)
  let line = 0
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk])
    let records: string[] = []
    let at = 0
    for (; at + step <= bytes.length; at += step) {
      line++
      if (bytes.indexOf(LF, at) !== at + RECORD_LENGTH)
        throw new ClearingFileError(line, 'record', `must be ${RECORD_LENGTH} characters and one LF`)
      records.push(bytes.toString('latin1', at, at + RECORD_LENGTH))
      if (records.length < BATCH) continue
      yield records
      records = []
    }
    rest = Buffer.from(bytes.subarray(at))
    yield records
  }
  if (rest.length > 0) throw new ClearingFileError(line + 1, 'record', 'is cut short')
}

/** Takes the records of a file in order and says what each is, once it is known to stand in its place. */
function fileChecker() {
  const sums = summing()
  const declared: CurrencyTotal[] = []
  let header: ClearingHeader | undefined
  let ended = false
  let line = 0
  let details = 0

  function detail(record: string): ClearingRecord {
    const parsed = parseDetail(record, line)
    if (declared.length > 0) throw new ClearingFileError(line, 'record type', 'must not come after a total')
    if (parsed.line !== ++details)
      throw new ClearingFileError(line, 'record number', 'must go up by one from 1')
    sums.add(parsed)
    return parsed
  }

  function total(record: string): void {
    const parsed = parseTotal(record, line)
    const expected = inFileOrder(sums.totals.values())[declared.length]
    const fails = (field: string) => {
      throw new ClearingFileError(line, field, 'is not that of the details')
    }
    if (parsed.currency !== expected?.currency) fails('currency')
    if (parsed.records !== expected!.records) fails('number of details')
    if (parsed.paidToUs !== expected!.paidToUs) fails('paid to us')
    if (parsed.takenFromUs !== expected!.takenFromUs) fails('taken from us')
    declared.push(parsed)
  }

  function trailer(record: string): void {
    const parsed = parseTrailer(record, line)
    const fails = (field: string, rule: string) => {
      throw new ClearingFileError(line, field, rule)
    }
    if (parsed.sequence !== header!.sequence) fails('file sequence', 'is not that of the header')
    if (parsed.records !== details) fails('number of details', 'is not that of the file')
    if (parsed.totals !== declared.length || declared.length !== sums.totals.size)
      fails('number of totals', 'is not the number of currencies')
    ended = true
  }

  return {
    next(record: string): { header?: ClearingHeader; detail?: ClearingRecord } {
      line++
      if (ended) throw new ClearingFileError(line, 'record type', 'must not come after the trailer')
      if (!header) {
        header = parseHeader(record, line)
        return { header }
      }
      if (record.startsWith(recordType.detail)) return { detail: detail(record) }
      if (record.startsWith(recordType.total)) total(record)
      else trailer(record)
      return {}
    },
    end(): { header: ClearingHeader } & ClearingTotals {
      if (!header || !ended) throw new ClearingFileError(line + 1, 'record type', 'a record is missing')
      const totals = declared.map(({ currency, paidToUs, takenFromUs }) => ({
        currency,
        paidToUs,
        takenFromUs,
      }))
      return { header, records: details, totals }
    },
  }
}

/** Adds up details by currency. */
function summing() {
  const totals = new Map<Currency, CurrencyTotal>()
  return {
    totals,
    add({ currency, amount }: ClearingRecord): void {
      let total = totals.get(currency)
      if (!total) {
        total = { currency, records: 0, paidToUs: 0n, takenFromUs: 0n }
        totals.set(currency, total)
      }
      total.records++
      if (amount > 0n) total.paidToUs += amount
      else total.takenFromUs -= amount
    },
  }
}
