import { BankFileError } from './bank-file-error.ts'

/**
 * A record as a bank has sent it, filled up with blanks. `line` counts the lines of the file from 1, as an
 * editor shows them, and `offset` are the characters before it on its line.
 */
export type BankLine = { text: string; line: number; offset: number }

type Rules = {
  /** Characters of a record. */
  length: number
  /** Whether the last line may be short without a line end: its sums say whether anything is missing. */
  lastMayBeShort: boolean
}

/**
 * Records that may follow each other on one line: ten are a block of NACHA, whose line end some systems put
 * after the block.
 */
const RECORDS_IN_A_LINE = 10
/**
 * Beyond that, a file of which no line has ended has no line ends. A line has its records, and blanks that a
 * program left behind them.
 */
const lineMax = (length: number) => (RECORDS_IN_A_LINE + 2) * length

const [NUL, LF, CR, END_OF_FILE, BLANK] = [0, 10, 13, 26, 32]
/** What stands between records and after the last one: line ends, blanks, and DOS's end of file. */
const isBetween = (byte: number) => byte === BLANK || byte === END_OF_FILE || byte === NUL
const BYTE_ORDER_MARK = Buffer.from('\ufeff')

/**
 * Cuts what a bank sends into records, as liberally as moov-io/ach does: each ends with CR LF, LF or CR, or
 * none does; blank lines, blanks behind a record, a DOS end of file and a byte order mark mean nothing; a
 * record that ends early is filled up. Text may be UTF-8 or Windows-1252. Holds a chunk and a line of bounded
 * length. Throws a BankFileError that names line and column.
 */
export async function* bankLines(
  chunks: AsyncIterable<Uint8Array>,
  rules: Rules,
): AsyncGenerator<BankLine, void> {
  const { length } = rules
  let rest: Buffer = Buffer.alloc(0)
  let line = 1
  let read = 0
  let hasLineEnds: boolean | undefined
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk])
    // One byte more than a line, so that the LF of a CR LF is there to be seen.
    while (rest.length > lineMax(length) + 1) yield* take(false)
  }
  while (rest.length > 0) yield* take(true)
  if (read === 0) throw new BankFileError('the file is empty')

  function* take(isLast: boolean): Generator<BankLine, void> {
    if (line === 1 && rest.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK))
      rest = rest.subarray(BYTE_ORDER_MARK.length)
    const end = lineEndIn(rest.subarray(0, lineMax(length) + 1))
    hasLineEnds ??= end !== -1
    if (!hasLineEnds) return yield* takeBlock(isLast)
    if (end === -1 && !isLast) throw new BankFileError('the line is too long', at(length + 1))
    const to = end === -1 ? rest.length : end
    const bytes = rest.subarray(0, to)
    yield* recordsOf(bytes, end === -1)
    // A line of nothing but its end is a line too.
    const ends = end === -1 ? 0 : rest[end] === CR && rest[end + 1] === LF ? 2 : 1
    rest = rest.subarray(to + ends)
    line++
  }

  /**
   * Of a file without line ends: the next record, or what stands between records. `line` is its record then.
   */
  function* takeBlock(isLast: boolean): Generator<BankLine, void> {
    const start = rest.findIndex((byte) => !isBetween(byte) && byte !== LF && byte !== CR)
    rest = rest.subarray(start === -1 ? rest.length : start)
    if (rest.length === 0 || (rest.length < length && !isLast)) return
    yield* recordsOf(rest.subarray(0, length), true)
    rest = rest.subarray(length)
    line++
  }

  function* recordsOf(bytes: Buffer, isUnended: boolean): Generator<BankLine, void> {
    const text = decode(bytes)
    const inked = text.replace(/[ \p{Cc}]+$/u, '')
    if (inked === '') return
    const control = inked.search(/\p{Cc}/u)
    if (control !== -1) throw new BankFileError('must be a printable character', at(control + 1))
    const several = inked.length > length && text.length % length === 0
    if (inked.length > length && !several)
      throw new BankFileError(
        `must be blank: a record has ${length} characters`,
        at(length + inked.slice(length).search(/\S/) + 1),
      )
    if (isUnended && text.length < length && !rules.lastMayBeShort)
      throw new BankFileError(`must have ${length} characters, or fewer before a line end`, {
        record: line,
      })
    for (let from = 0; from < inked.length; from += length) {
      read++
      yield { text: inked.slice(from, from + length).padEnd(length), line, offset: from }
    }
  }

  function at(column: number) {
    return { line, column }
  }
}

/** Where the first line end begins; -1 where there is none. */
function lineEndIn(bytes: Buffer): number {
  const ends = [bytes.indexOf(LF), bytes.indexOf(CR)].filter((at) => at !== -1)
  return ends.length === 0 ? -1 : Math.min(...ends)
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const windows1252 = new TextDecoder('windows-1252')

function decode(bytes: Buffer): string {
  if (bytes.every((byte) => byte < 0x80)) return bytes.toString('latin1')
  try {
    return utf8.decode(bytes)
  } catch {
    return windows1252.decode(bytes)
  }
}
