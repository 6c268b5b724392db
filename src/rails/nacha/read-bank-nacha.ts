import { hasAbaChecksum } from '../../ground/routing-number.ts'
import { BankFileError, type FilePosition } from '../bank-file-error.ts'
import type { Direction } from '../bank-item.ts'
import { type BankLine, bankLines } from '../bank-lines.ts'
import { type AchTotals, addTotals, hashField, noTotals } from './ach-entry.ts'
import * as layouts from './answer-layouts.ts'
import { decodeRecord, RECORD_LENGTH, type RecordLayout, type RecordValues } from './record-layout.ts'

export type BankBatch = RecordValues<typeof layouts.batchHeader>
type Addenda98 = RecordValues<typeof layouts.addenda98>
type Addenda99 = RecordValues<typeof layouts.addenda99>
/**
 * One entry that a bank sends, with those of its addenda that say why. Codes are capitals, a trace has its
 * fifteen digits.
 */
export type BankEntry = {
  line: number
  batch: BankBatch
  direction: Direction
  /** Minor units. */
  amount: bigint
  account: string
  individualId: string
  returns: Addenda99[]
  changes: Addenda98[]
}
export type BankPart =
  | { kind: 'header'; header: RecordValues<typeof layouts.fileHeader> }
  | { kind: 'entry'; entry: BankEntry }

type OpenBatch = { batch: BankBatch; totals: AchTotals }
type Current = { entry: BankEntry; wantsAddenda: boolean; hasAddenda: boolean }

const placeIn =
  ({ line, offset }: BankLine) =>
  (field: string, from: number): FilePosition => ({ line, column: offset + from, field })

const read = <const Layout extends RecordLayout>(layout: Layout, of: BankLine) =>
  decodeRecord(layout, of.text, placeIn(of))

const number = (text: string) => BigInt(text.trim() || '0')

/**
 * Reads a bank's NACHA file to its end in bounded memory: liberally in its form (`bankLines`,
 * `answer-layouts.ts`), strictly in what moves money: order of records, codes, check digits, counts, hashes
 * and sums. Entries come before the controls have confirmed them: use nothing of a file that throws. Throws a
 * BankFileError that names line and column. The nines of the last block may be there or not.
 */
export async function* readBankNacha(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<BankPart, void> {
  const file = noTotals()
  let batches = 0
  let open: OpenBatch | undefined
  let current: Current | undefined
  let isFirst = true
  let ended = false
  let line = 0
  for await (const of of bankLines(chunks, { length: RECORD_LENGTH, lastMayBeShort: true })) {
    line = of.line
    const type = of.text[0]!
    const wrong = (rule: string) => new BankFileError(rule, placeIn(of)('record type', 1))
    if (ended) {
      if (/^9+ *$/.test(of.text)) continue
      throw wrong('nothing but nines may follow the file control')
    }
    const expected = isFirst
      ? '1'
      : current?.wantsAddenda
        ? '7'
        : current?.hasAddenda
          ? '678'
          : open
            ? '68'
            : '59'
    if (!expected.includes(type)) throw wrong(`must be ${[...expected].join(' or ')}`)
    isFirst = false
    if (type === '7') {
      addAddenda(of, current!)
      open!.totals.count++
      continue
    }
    if (current) yield { kind: 'entry', entry: current.entry }
    current = undefined
    if (type === '1') yield { kind: 'header', header: read(layouts.fileHeader, of) }
    else if (type === '5') {
      const batch = read(layouts.batchHeader, of)
      open = { batch: { ...batch, secCode: batch.secCode.toUpperCase() }, totals: noTotals() }
      batches++
    } else if (type === '6') current = openEntry(of, open!)
    else if (type === '8') {
      closeBatch(of, open!)
      addTotals(file, open!.totals)
      open = undefined
    } else {
      const control = read(layouts.fileControl, of)
      if (number(control.batches) !== BigInt(batches))
        throw new BankFileError('is not the number of batches', placeIn(of)('batches', 2))
      checkSums(of, control, file, fileSums)
      ended = true
    }
  }
  if (!ended) throw new BankFileError('the file ends before its control record (9)', { line: line + 1 })
}

function openEntry(of: BankLine, { batch, totals }: OpenBatch): Current {
  const { transactionCode, routing, account, amount, individualId, addenda } = read(layouts.entryDetail, of)
  // Appendix Three, "Transaction Codes": credits are below 5 in the second digit.
  const direction = transactionCode[1]! < '5' ? 'credit' : 'debit'
  if ({ '200': direction, '220': 'credit', '225': 'debit' }[batch.serviceClass] !== direction)
    throw new BankFileError(
      'must go the way that the service class of its batch says',
      placeIn(of)('transaction code', 2),
    )
  if (!hasAbaChecksum(routing))
    throw new BankFileError('has a check digit that does not fit', placeIn(of)('routing', 4))
  const entry: BankEntry = {
    line: of.line,
    batch,
    direction,
    amount: number(amount),
    account,
    individualId,
    returns: [],
    changes: [],
  }
  totals.count++
  totals.hash += BigInt(routing.slice(0, 8))
  totals[direction === 'debit' ? 'debits' : 'credits'] += entry.amount
  return { entry, wantsAddenda: addenda === '1', hasAddenda: false }
}

/** Those that say why it comes are kept, the others counted. */
function addAddenda(of: BankLine, current: Current): void {
  current.wantsAddenda = false
  current.hasAddenda = true
  const { type } = read(layouts.addenda, of)
  if (type === '99') current.entry.returns.push(canonical(read(layouts.addenda99, of)))
  if (type === '98') current.entry.changes.push(canonical(read(layouts.addenda98, of)))
}

const canonical = <Addenda extends { code: string; originalTrace: string }>(of: Addenda): Addenda => ({
  ...of,
  code: of.code.toUpperCase(),
  originalTrace: of.originalTrace.trim().padStart(15, '0'),
})

/** First positions of the sums in the control of a batch and of a file. */
const batchSums = { count: 5, hash: 11, debits: 21, credits: 33 }
const fileSums = { count: 14, hash: 22, debits: 32, credits: 44 }

function closeBatch(of: BankLine, { batch, totals }: OpenBatch): void {
  const control = read(layouts.batchControl, of)
  // Some banks leave fields blank in one of the two, or move the company's id to its other side.
  for (const [name, from] of [
    ['serviceClass', 2],
    ['companyId', 45],
    ['odfi', 80],
    ['batch', 88],
  ] as const) {
    const [one, other] = [control[name].trim(), batch[name].trim()]
    if (one !== '' && other !== '' && one !== other)
      throw new BankFileError('must be that of the batch header', placeIn(of)(name, from))
  }
  if (totals.count === 0) throw new BankFileError('a batch must have an entry', { line: of.line })
  checkSums(of, control, totals, batchSums)
}

function checkSums(
  of: BankLine,
  control: Record<keyof typeof fileSums, string>,
  totals: AchTotals,
  positions: typeof fileSums,
): void {
  const sums = { ...totals, count: BigInt(totals.count), hash: hashField(totals) }
  for (const field of ['count', 'hash', 'debits', 'credits'] as const)
    if (number(control[field]) !== sums[field])
      throw new BankFileError('is not what the entries add up to', placeIn(of)(field, positions[field]))
}
