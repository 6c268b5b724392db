/** The card network's daily clearing file, read and written in one pass: docs/clearing-file.md. */
import { type ClearingTotals, fileChecker, summing } from './clearing-checker.ts'
import {
  type ClearingHeader,
  inFileOrder,
  printHeader,
  printTotal,
  printTrailer,
} from './clearing-envelope.ts'
import { ClearingFileError, RECORD_LENGTH } from './clearing-layout.ts'
import { type ClearingRecord, printDetail } from './clearing-record.ts'

export type { ClearingTotals } from './clearing-checker.ts'
export type { ClearingHeader } from './clearing-envelope.ts'
export type { ClearingKind, ClearingRecord } from './clearing-record.ts'
export { ClearingFileError }

/**
 * Details that one call of `take.records` gets: 1,000 rows are one good statement, and a few hundred KB of
 * memory.
 */
const BATCH = 1_000

const LF = 0x0a

/**
 * What the network calls the file with this sequence number, of the acquirer where it has files for several.
 * A name that ends otherwise is not finished.
 */
export const clearingFileName = (sequence: number, acquirerId?: string): string =>
  `clearing-${acquirerId ? `${acquirerId}-` : ''}${String(sequence).padStart(9, '0')}.txt`

/**
 * Reads a clearing file in one pass with flat memory. Calls `take.header` once, `take.records` with batches
 * of 1 to 1,000 details in order, each awaited; resolves after the trailer was checked. Throws
 * `ClearingFileError` for anything that is not the layout, a count or a total that is not the sum of the
 * details, and a file that is cut short or goes on after its trailer: whatever was taken must then be undone
 * by the caller.
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

/**
 * Writes a clearing file record by record, totals and trailer computed. Throws `ClearingFileError` before a
 * bad record.
 */
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
