import { BankFileError } from '../bank-file-error.ts'
import { splitRecords } from '../records.ts'
import {
  type AchBatch,
  type AchEntry,
  type AchPart,
  type AchTotals,
  type Addenda,
  addEntry,
  addTotals,
  hashField,
  noTotals,
  type TransactionCode,
} from './ach-entry.ts'
import { checkBatch, checkEntry } from './check-entry.ts'
import { decodeRecord, RECORD_LENGTH } from './record-layout.ts'
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
import { BLOCK } from './write-nacha.ts'

const NINES = '9'.repeat(RECORD_LENGTH)

type OpenBatch = { batch: AchBatch; number: string; totals: AchTotals; lastTrace: string }
/** An entry whose addenda is on the next line. */
type EntryBeforeAddenda = { entry: AchEntry; line: number }

/**
 * Reads a file strictly and in bounded memory: one record is held. Entries come before the controls have
 * confirmed them: use nothing of a file that throws. Throws a BankFileError at the first rule that is broken,
 * with record and field. The nines that fill the last block may be missing, as some banks leave them out, but
 * not some of them.
 */
export async function* readNacha(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<AchPart, void> {
  const file = noTotals()
  let line = 0
  let fill = 0
  let batches = 0
  let open: OpenBatch | undefined
  let waiting: EntryBeforeAddenda | undefined
  let end: number | undefined
  for await (const text of splitRecords(chunks, RECORD_LENGTH)) {
    line++
    const type = text[0]
    const expected = line === 1 ? '1' : waiting ? '7' : open ? '68' : end === undefined ? '59' : '9'
    if (!expected.includes(type!) || (end !== undefined && text !== NINES))
      throw new BankFileError(end === undefined ? `must be ${[...expected].join(' or ')}` : 'must be nines', {
        record: line,
        field: 'record type',
      })
    if (end !== undefined) fill++
    else if (type === '1') yield { kind: 'header', header: decodeRecord(fileHeader, text, line) }
    else if (type === '5') open = openBatch(text, line, ++batches)
    else if (type === '6') {
      const entry = readEntry(text, line, open!)
      if (text[78] === '1') waiting = { entry, line }
      else yield finish(open!, entry, line)
    } else if (type === '7') {
      const { entry, line: of } = waiting!
      waiting = undefined
      yield finish(open!, { ...entry, addenda: readAddenda(text, entry, line) }, of)
    } else if (type === '8') {
      closeBatch(text, line, open!)
      addTotals(file, open!.totals)
      open = undefined
    } else {
      checkFile(text, line, file, batches)
      end = line
    }
  }
  if (end === undefined)
    throw new BankFileError('the file ends before its control record (9)', { record: line + 1 })
  if (fill !== 0 && (fill >= BLOCK || line % BLOCK !== 0))
    throw new BankFileError('the last block must be filled with nines, and no other', { record: line })
  yield { kind: 'end', totals: file, batches, lines: line }
}

function openBatch(text: string, line: number, expected: number): OpenBatch {
  const { batch: number, ...batch } = decodeRecord(batchHeader, text, line)
  checkBatch(batch, line)
  if (expected === 1_000_000) throw new BankFileError('too many batches', { record: line })
  return { batch, number, totals: noTotals(), lastTrace: '' }
}

function readEntry(text: string, line: number, open: OpenBatch): AchEntry {
  const { addenda: _indicator, ...entry } = decodeRecord(entryDetail, text, line)
  if (entry.trace <= open.lastTrace)
    throw new BankFileError('must rise within a batch', { record: line, field: 'trace' })
  open.lastTrace = entry.trace
  return {
    ...entry,
    transactionCode: entry.transactionCode as TransactionCode,
    amount: BigInt(entry.amount),
    addenda: null,
  }
}

function finish(open: OpenBatch, entry: AchEntry, line: number): AchPart {
  checkEntry(open.batch, entry, line)
  addEntry(open.totals, entry)
  return { kind: 'entry', batch: open.batch, entry, line }
}

function readAddenda(text: string, entry: AchEntry, line: number): Addenda {
  const type = text.slice(1, 3)
  if (type === '98') return { type, ...decodeRecord(addenda98, text, line) }
  if (type === '99') return { type, ...decodeRecord(addenda99, text, line) }
  const addenda = decodeRecord(addenda05, text, line)
  if (Number(addenda.sequence) !== 1)
    throw new BankFileError('must be 1', { record: line, field: 'sequence' })
  if (addenda.entry !== entry.trace.slice(-7))
    throw new BankFileError('must be the last digits of the trace of its entry', {
      record: line,
      field: 'entry',
    })
  return { type: '05', text: addenda.text }
}

function closeBatch(text: string, line: number, { batch, number, totals }: OpenBatch): void {
  const control = decodeRecord(batchControl, text, line)
  // Banks are seen to put the company's id at the field's left in one record and at its right in the other.
  for (const name of ['serviceClass', 'companyId', 'odfi'] as const)
    if (control[name].trim() !== batch[name].trim())
      throw new BankFileError('must be that of the batch header', { record: line, field: name })
  if (control.batch !== number)
    throw new BankFileError('must be that of the batch header', { record: line, field: 'batch' })
  if (totals.count === 0) throw new BankFileError('a batch must have an entry', { record: line })
  checkSums(control, totals, line)
}

function checkFile(text: string, line: number, totals: AchTotals, batches: number): void {
  const control = decodeRecord(fileControl, text, line)
  if (Number(control.batches) !== batches)
    throw new BankFileError('is not the number of batches', { record: line, field: 'batches' })
  if (Number(control.blocks) !== Math.ceil(line / BLOCK))
    throw new BankFileError('is not the number of blocks of ten records', { record: line, field: 'blocks' })
  checkSums(control, totals, line)
}

function checkSums(
  control: Record<'count' | 'hash' | 'debits' | 'credits', string>,
  totals: AchTotals,
  record: number,
): void {
  const sums = { ...totals, count: BigInt(totals.count), hash: hashField(totals) }
  for (const field of ['count', 'hash', 'debits', 'credits'] as const)
    if (BigInt(control[field]) !== sums[field])
      throw new BankFileError('is not what the entries add up to', { record, field })
}
