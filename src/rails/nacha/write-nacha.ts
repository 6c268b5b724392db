import { BankFileError } from '../bank-file-error.ts'
import { joinRecords } from '../records.ts'
import {
  type AchBatch,
  type AchEntry,
  type AchHeader,
  type AchTotals,
  type Addenda,
  addEntry,
  addTotals,
  hashField,
  noTotals,
} from './ach-entry.ts'
import { checkBatch, checkEntry } from './check-entry.ts'
import { encodeRecord, RECORD_LENGTH } from './record-layout.ts'
import {
  addenda05,
  addenda98,
  addenda99,
  batchControl,
  batchHeader,
  entryDetail,
  fileControl,
  fileHeader,
} from './record-layouts.ts'

/**
 * Records of one block; what is missing in the last one is filled with nines (Appendix Three, blocking factor
 * `10`).
 */
export const BLOCK = 10

/** An entry with the batch that it belongs to. */
export type BatchedEntry = { batch: AchBatch; entry: AchEntry }

/**
 * Writes a file in chunks. Entries that follow each other and have the same batch share it. Throws a
 * BankFileError for what does not fit.
 */
export const writeNacha = (
  header: AchHeader,
  entries: AsyncIterable<BatchedEntry> | Iterable<BatchedEntry>,
  lineEnd: string,
): AsyncGenerator<Buffer, void> => joinRecords(records(header, entries), lineEnd)

type OpenBatch = { batch: AchBatch; number: number; totals: AchTotals; lastTrace: string }

const isSame = (one: AchBatch, other: AchBatch) =>
  one === other || (Object.keys(one) as (keyof AchBatch)[]).every((field) => one[field] === other[field])

async function* records(header: AchHeader, entries: AsyncIterable<BatchedEntry> | Iterable<BatchedEntry>) {
  const totals = noTotals()
  let record = 1
  let open: OpenBatch | undefined
  yield encodeRecord(fileHeader, header, record)
  for await (const { batch, entry } of entries) {
    if (open === undefined || !isSame(open.batch, batch)) {
      if (open !== undefined) yield closeBatch(open, totals, ++record)
      open = { batch, number: (open?.number ?? 0) + 1, totals: noTotals(), lastTrace: '' }
      checkBatch(batch, ++record)
      yield encodeRecord(batchHeader, { ...batch, batch: String(open.number) }, record)
    }
    checkEntry(batch, entry, ++record)
    if (entry.trace <= open.lastTrace)
      throw new BankFileError('must rise within a batch', { record, field: 'trace' })
    open.lastTrace = entry.trace
    yield encodeRecord(
      entryDetail,
      { ...entry, amount: String(entry.amount), addenda: entry.addenda ? '1' : '0' },
      record,
    )
    if (entry.addenda) yield encodeAddenda(entry.addenda, entry, ++record)
    addEntry(open.totals, entry)
  }
  if (open !== undefined) yield closeBatch(open, totals, ++record)
  record++
  yield encodeRecord(
    fileControl,
    { ...sums(totals), batches: String(open?.number ?? 0), blocks: String(Math.ceil(record / BLOCK)) },
    record,
  )
  for (; record % BLOCK !== 0; record++) yield '9'.repeat(RECORD_LENGTH)
}

function closeBatch({ batch, number, totals }: OpenBatch, ofFile: AchTotals, record: number): string {
  addTotals(ofFile, totals)
  return encodeRecord(batchControl, { ...batch, ...sums(totals), mac: '', batch: String(number) }, record)
}

const sums = (totals: AchTotals) => ({
  count: String(totals.count),
  hash: String(hashField(totals)),
  debits: String(totals.debits),
  credits: String(totals.credits),
})

function encodeAddenda(addenda: Addenda, entry: AchEntry, record: number): string {
  if (addenda.type === '98') return encodeRecord(addenda98, addenda, record)
  if (addenda.type === '99') return encodeRecord(addenda99, addenda, record)
  // PPD, CCD and WEB take one line of text at most, so its number is always 1.
  return encodeRecord(addenda05, { text: addenda.text, sequence: '1', entry: entry.trace.slice(-7) }, record)
}
