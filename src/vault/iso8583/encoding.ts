import type { DialectName, Format } from './dialect.ts'

/** Why bytes are no value of their format. */
export type ValueFault = 'bad_character' | 'bad_padding'

/** How values lie on the wire. `length` counts characters, and bytes for the format `b`. */
export type Encoding = {
  /** Bytes that a value of this length takes. */
  width(format: Format, length: number): number
  /** Writes a value that was checked before, and returns the position behind it. */
  write(target: Buffer, at: number, format: Format, value: string): number
  /**
   * What is wrong with a value that lies wholly within the message, null where nothing is. Looks at bytes
   * alone, so that what nobody reads, a card number above all, never becomes a string.
   */
  fault(bytes: Buffer, at: number, format: Format, length: number): ValueFault | null
  /** Reads a value that has no fault. */
  read(bytes: Buffer, at: number, format: Format, length: number): string
  /** Writes the digits of a length prefix, and returns the position behind them. */
  writeNumber(target: Buffer, at: number, length: number, value: number): number
  /** Reads a length prefix that has no fault. */
  readNumber(bytes: Buffer, at: number, length: number): number
  /** Writes eight bytes of a bitmap, and returns the position behind them. */
  writeBits(target: Buffer, at: number, bits: Uint8Array, from: number): number
  /** Reads eight bytes of a bitmap that has no fault. */
  readBits(bytes: Buffer, at: number, bits: Uint8Array): void
}

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
/** Binary values are read in small letters too. */
const readClassOf = classOf.slice()
for (const letter of 'abcdef') readClassOf[letter.charCodeAt(0)]! |= bitOf.b

const isSign = (code: number): boolean => code === 67 || code === 68

/** Whether a value has the characters of its format alone. */
export function isOfFormat(format: Format, value: string): boolean {
  const bit = bitOf[format]
  let i = 0
  if (format === 'xn' && !isSign(value.charCodeAt(i++))) return false
  for (; i < value.length; i++) {
    const code = value.charCodeAt(i)
    if (code > 255 || (classOf[code]! & bit) === 0) return false
  }
  return true
}

function areOfFormat(bytes: Buffer, from: number, to: number, format: Format): boolean {
  const bit = bitOf[format]
  for (let at = from; at < to; at++) if ((readClassOf[bytes[at]!]! & bit) === 0) return false
  return true
}

/** Of each of a message's two bitmaps. */
export const BITMAP_BYTES = 8

const digitOf = new Uint8Array(16)
const nibbleOf = new Uint8Array(128)
for (let value = 0; value < 16; value++) {
  digitOf[value] = value.toString(16).toUpperCase().charCodeAt(0)
  nibbleOf[value.toString(16).charCodeAt(0)] = value
  nibbleOf[value.toString(16).toUpperCase().charCodeAt(0)] = value
}
/** The separator of track 2 is the nibble D where digits are packed (ISO/IEC 7813). */
const SEPARATOR = 0xd
nibbleOf['='.charCodeAt(0)] = SEPARATOR

function writeCharacters(target: Buffer, at: number, value: string): number {
  for (let i = 0; i < value.length; i++) target[at++] = value.charCodeAt(i)
  return at
}

/** Two digits a byte; an odd number of them gets a 0 in front. */
function writeNibbles(target: Buffer, at: number, value: string, from: number): number {
  let i = from
  if ((value.length - from) % 2 === 1) target[at++] = nibbleOf[value.charCodeAt(i++)]!
  for (; i < value.length; i += 2) {
    target[at++] = (nibbleOf[value.charCodeAt(i)]! << 4) | nibbleOf[value.charCodeAt(i + 1)]!
  }
  return at
}

function packedFault(bytes: Buffer, at: number, length: number, separates: boolean): ValueFault | null {
  const end = at + ((length + 1) >> 1)
  if (length % 2 === 1 && bytes[at]! >> 4 !== 0) return 'bad_padding'
  const isDigit = (nibble: number) => nibble <= 9 || (separates && nibble === SEPARATOR)
  for (let i = at; i < end; i++)
    if (!isDigit(bytes[i]! >> 4) || !isDigit(bytes[i]! & 15)) return 'bad_character'
  return null
}

function readDigits(bytes: Buffer, at: number, length: number): string {
  const digits = bytes.toString('hex', at, at + ((length + 1) >> 1))
  return length % 2 === 0 ? digits : digits.substring(1)
}

/**
 * Every character a byte; binary values and bitmaps as hexadecimal digits. Legible in a capture, about twice
 * as long.
 */
const ascii: Encoding = {
  width: (format, length) => (format === 'b' ? length * 2 : length),
  write: (target, at, _format, value) => writeCharacters(target, at, value),
  fault(bytes, at, format, length) {
    const end = at + (format === 'b' ? length * 2 : length)
    if (format === 'xn' && !isSign(bytes[at++]!)) return 'bad_character'
    return areOfFormat(bytes, at, end, format) ? null : 'bad_character'
  },
  read: (bytes, at, format, length) =>
    format === 'b'
      ? bytes.toString('latin1', at, at + length * 2).toUpperCase()
      : bytes.toString('latin1', at, at + length),
  writeNumber(target, at, length, value) {
    for (let i = at + length - 1, left = value; i >= at; i--, left = Math.floor(left / 10))
      target[i] = 48 + (left % 10)
    return at + length
  },
  readNumber(bytes, at, length) {
    let value = 0
    for (let i = at; i < at + length; i++) value = value * 10 + bytes[i]! - 48
    return value
  },
  writeBits(target, at, bits, from) {
    for (let i = 0; i < BITMAP_BYTES; i++) {
      target[at + 2 * i] = digitOf[bits[from + i]! >> 4]!
      target[at + 2 * i + 1] = digitOf[bits[from + i]! & 15]!
    }
    return at + 2 * BITMAP_BYTES
  },
  readBits(bytes, at, bits) {
    for (let i = 0; i < BITMAP_BYTES; i++)
      bits[i] = (nibbleOf[bytes[at + 2 * i]!]! << 4) | nibbleOf[bytes[at + 2 * i + 1]!]!
  },
}

/**
 * Digits packed two a byte (BCD), binary values and bitmaps as they are, text as ASCII. An odd number of
 * digits is padded with a 0 nibble on the left, in fixed and variable fields and in the three-digit length
 * prefix alike; the length prefix counts digits, not bytes.
 */
const bcd: Encoding = {
  width(format, length) {
    if (format === 'n' || format === 'z') return (length + 1) >> 1
    return format === 'xn' ? 1 + (length >> 1) : length
  },
  write(target, at, format, value) {
    if (format === 'n' || format === 'z' || format === 'b') return writeNibbles(target, at, value, 0)
    if (format !== 'xn') return writeCharacters(target, at, value)
    target[at] = value.charCodeAt(0)
    return writeNibbles(target, at + 1, value, 1)
  },
  fault(bytes, at, format, length) {
    if (format === 'b') return null
    if (format === 'n' || format === 'z') return packedFault(bytes, at, length, format === 'z')
    if (format !== 'xn') return areOfFormat(bytes, at, at + length, format) ? null : 'bad_character'
    const fault = packedFault(bytes, at + 1, length - 1, false)
    return fault ?? (isSign(bytes[at]!) ? null : 'bad_character')
  },
  read(bytes, at, format, length) {
    if (format === 'n') return readDigits(bytes, at, length)
    if (format === 'z') return readDigits(bytes, at, length).replaceAll('d', '=')
    if (format === 'b') return bytes.toString('hex', at, at + length).toUpperCase()
    if (format !== 'xn') return bytes.toString('latin1', at, at + length)
    return bytes.toString('latin1', at, at + 1) + readDigits(bytes, at + 1, length - 1)
  },
  writeNumber(target, at, length, value) {
    const end = at + ((length + 1) >> 1)
    for (let i = end - 1, left = value; i >= at; i--, left = Math.floor(left / 100))
      target[i] = (Math.floor((left % 100) / 10) << 4) | (left % 10)
    return end
  },
  readNumber(bytes, at, length) {
    let value = 0
    for (let i = at; i < at + ((length + 1) >> 1); i++)
      value = value * 100 + (bytes[i]! >> 4) * 10 + (bytes[i]! & 15)
    return value
  },
  writeBits(target, at, bits, from) {
    for (let i = 0; i < BITMAP_BYTES; i++) target[at + i] = bits[from + i]!
    return at + BITMAP_BYTES
  },
  readBits(bytes, at, bits) {
    for (let i = 0; i < BITMAP_BYTES; i++) bits[i] = bytes[at + i]!
  },
}

export const encodings: Record<DialectName, Encoding> = { ascii, bcd }
