import { type DialectName, type FieldSpec, type Format, fieldTable, MAX_MESSAGE_BYTES } from './dialect.ts'
import { type Encoding, encodings, type Wire } from './encoding.ts'
import { Iso8583Error } from './iso8583-error.ts'

/** Values by field number, as strings in the shape that the field's format says (see `dialect.ts`). */
export type Fields = { [field: number]: string }

/** One ISO 8583 message: its type (`0200`) and its fields. */
export type Message = { mti: string; fields: Fields }

const bitOf: Record<Format, number> = { n: 1, a: 2, an: 4, ans: 8, z: 16, b: 32, xn: 1 }
const classOf = new Uint8Array(256)
for (let code = 0x20; code < 0x7f; code++) {
  const character = String.fromCharCode(code)
  if (/[0-9]/.test(character)) classOf[code]! |= bitOf.n
  if (/[A-Za-z ]/.test(character)) classOf[code]! |= bitOf.a
  if (/[A-Za-z0-9 ]/.test(character)) classOf[code]! |= bitOf.an
  if (/[0-9=]/.test(character)) classOf[code]! |= bitOf.z
  if (/[0-9A-F]/.test(character)) classOf[code]! |= bitOf.b
  classOf[code]! |= bitOf.ans
}

function isOfFormat(format: Format, value: string): boolean {
  const bit = bitOf[format]
  let i = 0
  if (format === 'xn') {
    const sign = value.charCodeAt(i++)
    if (sign !== 67 && sign !== 68) return false
  }
  for (; i < value.length; i++) {
    const code = value.charCodeAt(i)
    if (code > 255 || (classOf[code]! & bit) === 0) return false
  }
  return true
}

const specOf = (field: number): FieldSpec => {
  const spec = fieldTable[field]
  if (!spec) throw new Iso8583Error('unknown_field', field)
  return spec
}

/**
 * Where messages are put together before their length is known; each is copied out whole, so that none sees
 * another's.
 */
const scratch = Buffer.alloc(MAX_MESSAGE_BYTES * 2)

function checkedLength(spec: FieldSpec, value: string): number {
  const length = spec.format === 'b' ? value.length / 2 : value.length
  if (spec.kind === 'fixed' ? length !== spec.max : length > spec.max || !Number.isInteger(length)) {
    throw new Iso8583Error('bad_length', spec.number)
  }
  if (!isOfFormat(spec.format, value)) throw new Iso8583Error('bad_character', spec.number)
  return length
}

function bitmapOf(numbers: number[]): string {
  const nibbles = new Array<number>(numbers.at(-1)! > 64 ? 32 : 16).fill(0)
  if (nibbles.length === 32) nibbles[0] = 8
  for (const number of numbers) nibbles[(number - 1) >> 2]! |= 8 >> ((number - 1) & 3)
  let hex = ''
  for (const nibble of nibbles) hex += '0123456789ABCDEF'.charAt(nibble)
  return hex
}

/**
 * The bytes of a message, without the frame's length header. Fixed fields must be given at their full length:
 * nothing is padded or cut in silence. Whoever sends the bytes wipes them. Throws `Iso8583Error` naming the
 * field for a value that its format does not allow.
 */
export function encodeMessage(message: Message, dialect: DialectName): Buffer {
  const encoding = encodings[dialect]
  if (!/^[0-9]{4}$/.test(message.mti)) throw new Iso8583Error('bad_character', 'mti')
  const numbers: number[] = []
  for (const key in message.fields) numbers.push(Number(key))
  if (numbers.length === 0) throw new Iso8583Error('bad_layout', 'bitmap')
  for (const number of numbers) specOf(number)

  let at = 0
  try {
    at = encoding.write(scratch, 0, 'n', message.mti)
    at = encoding.write(scratch, at, 'b', bitmapOf(numbers))
    for (const number of numbers) {
      const spec = specOf(number)
      const value = message.fields[number]!
      const length = checkedLength(spec, value)
      if (at + 3 + encoding.width(spec.format, length) > MAX_MESSAGE_BYTES)
        throw new Iso8583Error('too_long', number)
      if (spec.kind !== 'fixed') {
        at = encoding.write(scratch, at, 'n', String(length).padStart(spec.kind.length, '0'))
      }
      at = encoding.write(scratch, at, spec.format, value)
    }
    const bytes = Buffer.allocUnsafe(at)
    scratch.copy(bytes, 0, 0, at)
    return bytes
  } finally {
    // Also where a later field was refused: the number before it was written by then.
    scratch.fill(0, 0, at)
  }
}

function fieldsIn(bitmap: string, first: number, into: number[]): void {
  for (let i = 0; i < 16; i++) {
    const code = bitmap.charCodeAt(i)
    const nibble = code < 58 ? code - 48 : code - 55
    if (nibble === 0) continue
    for (let bit = 0; bit < 4; bit++) if (nibble & (8 >> bit)) into.push(first + i * 4 + bit)
  }
}

/**
 * Reads one message (a frame's content). Throws `Iso8583Error` naming the field for everything that is not
 * exactly a message of this dialect: cut short, bytes left over, a length above the field's, a character its
 * format does not have.
 */
export function decodeMessage(bytes: Buffer, dialect: DialectName): Message {
  if (bytes.length > MAX_MESSAGE_BYTES) throw new Iso8583Error('too_long', 'message')
  const encoding = encodings[dialect]
  const wire = encoding.prepare(bytes)
  let at = 0

  function take(format: Format, length: number, part: number | 'mti' | 'bitmap'): string {
    const end = at + encoding.width(format, length)
    if (end > bytes.length) throw new Iso8583Error('truncated', part)
    const value = readChecked(encoding, wire, at, format, length, part)
    at = end
    return value
  }

  const mti = take('n', 4, 'mti')
  const numbers: number[] = []
  fieldsIn(take('b', 8, 'bitmap'), 1, numbers)
  if (numbers[0] === 1) {
    numbers.shift()
    fieldsIn(take('b', 8, 'bitmap'), 65, numbers)
  }
  if (numbers.length === 0) throw new Iso8583Error('bad_layout', 'bitmap')
  const fields: Fields = {}
  for (const number of numbers) {
    const spec = specOf(number)
    const length = spec.kind === 'fixed' ? spec.max : Number(take('n', spec.kind.length, number))
    if (length > spec.max) throw new Iso8583Error('bad_length', number)
    fields[number] = take(spec.format, length, number)
  }
  if (at !== bytes.length) throw new Iso8583Error('trailing_bytes', 'message')
  return { mti, fields }
}

function readChecked(
  encoding: Encoding,
  wire: Wire,
  at: number,
  format: Format,
  length: number,
  part: number | 'mti' | 'bitmap',
): string {
  const value = encoding.read(wire, at, format, length)
  if (value === null) throw new Iso8583Error('bad_padding', part)
  if (!isOfFormat(format, value)) throw new Iso8583Error('bad_character', part)
  return value
}
