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
 * Cuts a file into records of `length` characters: one after the other or, as most banks have it, each with a line end (CR LF or
 * LF). Holds no more than one chunk and one record. Throws a BankFileError for a record that is cut short or too long, and for bytes
 * that are not printable ASCII.
 */
export async function* splitRecords(
  chunks: AsyncIterable<Uint8Array>,
  length: number,
): AsyncGenerator<string, void> {
  let rest: Buffer = Buffer.alloc(0)
  let record = 0
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk])
    let from = 0
    // Two more than a record, so that its line end is there to be seen.
    while (rest.length - from >= length + 2) {
      yield take(from)
      from += length + lineEndAt(from + length)
    }
    rest = rest.subarray(from)
  }
  while (rest.length > 0) {
    if (rest.length < length)
      throw new BankFileError(`must have ${length} characters`, { record: record + 1 })
    yield take(0)
    rest = rest.subarray(length + lineEndAt(length))
  }
  if (record === 0) throw new BankFileError('the file is empty')

  function take(from: number): string {
    record++
    const text = rest.toString('latin1', from, from + length)
    const short = text.search(/[\r\n]/)
    if (short !== -1) throw new BankFileError(`must have ${length} characters, not ${short}`, { record })
    if (!/^[ -~]*$/.test(text)) throw new BankFileError('must be printable ASCII', { record })
    return text
  }

  function lineEndAt(from: number): number {
    if (rest[from] === LF) return 1
    return rest[from] === CR && rest[from + 1] === LF ? 2 : 0
  }
}
