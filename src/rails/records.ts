import { BankFileError } from './bank-file-error.ts'

/** A chunk that a writer gives out: few writes to the disk, and memory that does not grow with the file. */
const CHUNK_CHARACTERS = 1 << 16

/** Joins records with their line ends into chunks of about 64 KiB. */
export async function* joinRecords(
  records: AsyncIterable<string>,
  lineEnd: string,
): AsyncGenerator<Buffer, void> {
  let text = ''
  for await (const record of records) {
    text += record + lineEnd
    if (text.length < CHUNK_CHARACTERS) continue
    yield Buffer.from(text, 'latin1')
    text = ''
  }
  if (text !== '') yield Buffer.from(text, 'latin1')
}

const CR = 13
const LF = 10

/**
 * Cuts a file into records of `length` characters: one after the other or, as most banks have it, each with a
 * line end (CR LF or LF). A record that ends early at its line end is filled up: programs on the way cut
 * blanks off, as in files that were published. Holds no more than one chunk and one record. Throws a
 * BankFileError for a last record that is cut short, and for bytes that are not printable ASCII.
 */
export async function* splitRecords(
  chunks: AsyncIterable<Uint8Array>,
  length: number,
): AsyncGenerator<string, void> {
  let rest: Buffer = Buffer.alloc(0)
  let record = 0
  let from = 0
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk])
    // Two more than a record, so that its line end is there to be seen.
    while (rest.length - from >= length + 2) yield take()
    rest = rest.subarray(from)
    from = 0
  }
  while (from < rest.length) yield take()
  if (record === 0) throw new BankFileError('the file is empty')

  function take(): string {
    record++
    const text = rest.toString('latin1', from, from + length)
    const short = text.search(/[\r\n]/)
    const end = from + (short === -1 ? text.length : short)
    const lineEnd = lineEndAt(end)
    if (lineEnd === 0 && end - from < length)
      throw new BankFileError(`must have ${length} characters, or fewer before a line end`, { record })
    const of = text.slice(0, end - from)
    if (!/^[ -~]*$/.test(of)) throw new BankFileError('must be printable ASCII', { record })
    from = end + lineEnd
    return of.padEnd(length)
  }

  function lineEndAt(at: number): number {
    if (rest[at] === LF) return 1
    return rest[at] === CR && rest[at + 1] === LF ? 2 : 0
  }
}
