import { type DialectName, type FieldSpec, type Format, fieldTable, MAX_MESSAGE_BYTES } from './dialect.ts'
import { BITMAP_BYTES, encodings, isOfFormat } from './encoding.ts'
import { Iso8583Error, type MessagePart } from './iso8583-error.ts'

/** Values by field number, as strings in the shape that the field's format says (see `dialect.ts`). */
export type Fields = { [field: number]: string }

/** One ISO 8583 message: its type (`0200`) and its fields. */
export type Message = { mti: string; fields: Fields }

const specOf = (field: number): FieldSpec => {
  const spec = fieldTable[field]
  if (!spec) throw new Iso8583Error('unknown_field', field)
  return spec
}

/** Digits of the length in front of a field. */
const PREFIX = { LL: 2, LLL: 3 } as const

/** Of the message that is written or read just now: none is under way while another is. */
const bits = new Uint8Array(2 * BITMAP_BYTES)
/** The numbers of its fields, and of bitmaps: a list made for each message is memory. */
const numbers = new Uint8Array(fieldTable.length)
function setBit(number: number): void {
  bits[(number - 1) >> 3]! |= 128 >> ((number - 1) & 7)
}

function checkedLength(spec: FieldSpec, value: string): number {
  const length = spec.format === 'b' ? value.length / 2 : value.length
  if (spec.kind === 'fixed' ? length !== spec.max : length > spec.max || !Number.isInteger(length)) {
    throw new Iso8583Error('bad_length', spec.number)
  }
  if (!isOfFormat(spec.format, value)) throw new Iso8583Error('bad_character', spec.number)
  return length
}

/** Notes which fields there are, and returns how many. Integer keys come in ascending order. */
function noteFields(fields: Fields): number {
  bits.fill(0)
  let count = 0
  for (const key in fields) {
    const { number } = specOf(Number(key))
    numbers[count++] = number
    setBit(number)
  }
  if (count === 0) throw new Iso8583Error('bad_layout', 'bitmap')
  if (numbers[count - 1]! > 8 * BITMAP_BYTES) setBit(1)
  return count
}

/**
 * Writes the bytes of a message, `MAX_MESSAGE_BYTES` at most, without the frame's length header, and returns
 * the position behind them. Fixed fields must be given at their full length: nothing is padded or cut in
 * silence. Whoever sends the bytes wipes them. Throws `Iso8583Error` naming the field for a value that its
 * format does not allow, and leaves nothing behind then.
 */
export function encodeInto(target: Buffer, from: number, message: Message, dialect: DialectName): number {
  const encoding = encodings[dialect]
  if (message.mti.length !== 4 || !isOfFormat('n', message.mti))
    throw new Iso8583Error('bad_character', 'mti')
  const { fields } = message
  const count = noteFields(fields)
  const bitmapBytes = numbers[count - 1]! > 8 * BITMAP_BYTES ? 2 * BITMAP_BYTES : BITMAP_BYTES
  let at = from
  try {
    at = encoding.write(target, at, 'n', message.mti)
    for (let bit = 0; bit < bitmapBytes; bit += BITMAP_BYTES) at = encoding.writeBits(target, at, bits, bit)
    for (let i = 0; i < count; i++) {
      const spec = specOf(numbers[i]!)
      const value = fields[spec.number]!
      const length = checkedLength(spec, value)
      if (at - from + 3 + encoding.width(spec.format, length) > MAX_MESSAGE_BYTES)
        throw new Iso8583Error('too_long', spec.number)
      if (spec.kind !== 'fixed') at = encoding.writeNumber(target, at, PREFIX[spec.kind], length)
      at = encoding.write(target, at, spec.format, value)
    }
    return at
  } catch (error) {
    // A later field was refused: the number before it was written by then.
    target.fill(0, from, at)
    throw error
  }
}

/** The bytes of one message, in a buffer of its own. */
export function encodeMessage(message: Message, dialect: DialectName): Buffer {
  const end = encodeInto(scratch, 0, message, dialect)
  const bytes = Buffer.allocUnsafe(end)
  scratch.copy(bytes, 0, 0, end)
  scratch.fill(0, 0, end)
  return bytes
}
const scratch = Buffer.alloc(MAX_MESSAGE_BYTES)

/** Fields that are read of messages which are there for the length of a call. */
export type Reading = {
  /** The fields, each absent: also called once a message was read, so that nothing of it is kept. */
  clear(): Fields
  wants(field: number): boolean
}

/** Of these fields; they are put into one object for all, since a thousand a second would be made. */
export function readingOf(wanted: readonly number[]): Reading {
  const fields: { [field: number]: string | undefined } = {}
  const isWanted = new Uint8Array(256)
  for (const field of wanted) isWanted[field] = 1
  return {
    clear() {
      for (const field of wanted) fields[field] = undefined
      return fields as Fields
    },
    wants: (field) => isWanted[field] === 1,
  }
}

/**
 * Reads one message (a frame's content). Throws `Iso8583Error` naming the field for everything that is not
 * exactly a message of this dialect: cut short, bytes left over, a length above the field's, a character its
 * format does not have. Where `readingOf` its type says which fields are wanted, the others are looked at as
 * closely and left out, and `fields` is the reading's, until the next message is read with it.
 */
export function decodeMessage(
  bytes: Buffer,
  dialect: DialectName,
  readingOf?: (mti: string) => Reading | undefined,
): Message {
  if (bytes.length > MAX_MESSAGE_BYTES) throw new Iso8583Error('too_long', 'message')
  const encoding = encodings[dialect]

  /** Where a value ends that begins here and has no fault. */
  function endOf(at: number, format: Format, length: number, part: MessagePart): number {
    const end = at + encoding.width(format, length)
    if (end > bytes.length) throw new Iso8583Error('truncated', part)
    const fault = encoding.fault(bytes, at, format, length)
    if (fault) throw new Iso8583Error(fault, part)
    return end
  }

  let at = endOf(0, 'n', 4, 'mti')
  const mti = encoding.read(bytes, 0, 'n', 4)
  const reading = readingOf?.(mti)
  const fields = reading ? reading.clear() : {}
  let count = 0
  for (let first = 1; first === 1 || (first === 65 && numbers[0] === 1 && count > 0); first += 64) {
    const end = endOf(at, 'b', BITMAP_BYTES, 'bitmap')
    encoding.readBits(bytes, at, bits)
    for (let bit = 0; bit < 64; bit++)
      if (bits[bit >> 3]! & (128 >> (bit & 7))) numbers[count++] = first + bit
    at = end
  }
  const begin = count > 0 && numbers[0] === 1 ? 1 : 0
  if (count === begin) throw new Iso8583Error('bad_layout', 'bitmap')
  for (let i = begin; i < count; i++) {
    const number = numbers[i]!
    const spec = specOf(number)
    let length = spec.max
    if (spec.kind !== 'fixed') {
      const end = endOf(at, 'n', PREFIX[spec.kind], number)
      length = encoding.readNumber(bytes, at, PREFIX[spec.kind])
      at = end
    }
    if (length > spec.max) throw new Iso8583Error('bad_length', number)
    const end = endOf(at, spec.format, length, number)
    if (!reading || reading.wants(number)) fields[number] = encoding.read(bytes, at, spec.format, length)
    at = end
  }
  if (at !== bytes.length) throw new Iso8583Error('trailing_bytes', 'message')
  return { mti, fields }
}
