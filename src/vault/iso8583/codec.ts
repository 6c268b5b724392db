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

/** Notes which fields there are, and says how many bytes of bitmap tell them. */
function noteFields(fields: Fields): number {
  bits.fill(0)
  let last = 0
  for (const key in fields) {
    last = Number(key)
    specOf(last)
    setBit(last)
  }
  if (last === 0) throw new Iso8583Error('bad_layout', 'bitmap')
  // Integer keys come in ascending order.
  if (last <= 8 * BITMAP_BYTES) return BITMAP_BYTES
  setBit(1)
  return 2 * BITMAP_BYTES
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
  const bitmapBytes = noteFields(message.fields)
  let at = from
  try {
    at = encoding.write(target, at, 'n', message.mti)
    for (let bit = 0; bit < bitmapBytes; bit += BITMAP_BYTES) at = encoding.writeBits(target, at, bits, bit)
    for (const key in message.fields) {
      const spec = specOf(Number(key))
      const value = message.fields[spec.number]!
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

/**
 * Reads one message (a frame's content). Throws `Iso8583Error` naming the field for everything that is not
 * exactly a message of this dialect: cut short, bytes left over, a length above the field's, a character its
 * format does not have. Where `wantedOf` its type says which fields are wanted, the others are looked at as
 * closely and left out.
 */
export function decodeMessage(
  bytes: Buffer,
  dialect: DialectName,
  wantedOf?: (mti: string) => ReadonlySet<number> | undefined,
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
  const wanted = wantedOf?.(mti)
  const numbers: number[] = []
  for (let first = 1; first === 1 || (first === 65 && numbers[0] === 1); first += 64) {
    const end = endOf(at, 'b', BITMAP_BYTES, 'bitmap')
    encoding.readBits(bytes, at, bits)
    for (let bit = 0; bit < 64; bit++) if (bits[bit >> 3]! & (128 >> (bit & 7))) numbers.push(first + bit)
    at = end
  }
  if (numbers[0] === 1) numbers.shift()
  if (numbers.length === 0) throw new Iso8583Error('bad_layout', 'bitmap')
  const fields: Fields = {}
  for (const number of numbers) {
    const spec = specOf(number)
    let length = spec.max
    if (spec.kind !== 'fixed') {
      const end = endOf(at, 'n', PREFIX[spec.kind], number)
      length = encoding.readNumber(bytes, at, PREFIX[spec.kind])
      at = end
    }
    if (length > spec.max) throw new Iso8583Error('bad_length', number)
    const end = endOf(at, spec.format, length, number)
    if (!wanted || wanted.has(number)) fields[number] = encoding.read(bytes, at, spec.format, length)
    at = end
  }
  if (at !== bytes.length) throw new Iso8583Error('trailing_bytes', 'message')
  return { mti, fields }
}
