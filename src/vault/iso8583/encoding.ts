import type { DialectName, Format } from './dialect.ts'

/**
 * A received message in the two readings that decoding needs, made once so that each field is only a
 * substring.
 */
export type Wire = { bytes: string; hex: string }

/**
 * How values lie on the wire. Message type, bitmaps and length prefixes are written through it too: they are
 * `n4`, `b8`, `n2` and `n3`. `length` counts characters, and bytes for the format `b`.
 */
export type Encoding = {
  prepare(message: Buffer): Wire
  /** Bytes that a value of this length takes. */
  width(format: Format, length: number): number
  /** Writes a value that was checked before, and returns the position behind it. */
  write(target: Buffer, at: number, format: Format, value: string): number
  /**
   * Reads a value that lies wholly within the message; null where the padding of an odd number of digits is
   * not 0.
   */
  read(wire: Wire, at: number, format: Format, length: number): string | null
}

const nibbleOf = new Uint8Array(128)
for (let value = 0; value < 16; value++) {
  nibbleOf[value.toString(16).charCodeAt(0)] = value
  nibbleOf[value.toString(16).toUpperCase().charCodeAt(0)] = value
}
/** The separator of track 2 is the nibble D where digits are packed (ISO/IEC 7813). */
nibbleOf['='.charCodeAt(0)] = 0xd

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

function readDigits(hex: string, at: number, length: number): string | null {
  const start = at * 2
  if (length % 2 === 0) return hex.substring(start, start + length)
  return hex.charCodeAt(start) === 48 ? hex.substring(start + 1, start + 1 + length) : null
}

/**
 * Every character a byte; binary values and bitmaps as hexadecimal digits. Legible in a capture, about twice
 * as long.
 */
const ascii: Encoding = {
  prepare: (message) => ({ bytes: message.toString('latin1'), hex: '' }),
  width: (format, length) => (format === 'b' ? length * 2 : length),
  write: (target, at, _format, value) => writeCharacters(target, at, value),
  read: (wire, at, format, length) =>
    format === 'b'
      ? wire.bytes.substring(at, at + length * 2).toUpperCase()
      : wire.bytes.substring(at, at + length),
}

/**
 * Digits packed two a byte (BCD), binary values and bitmaps as they are, text as ASCII. An odd number of
 * digits is padded with a 0 nibble on the left, in fixed and variable fields and in the three-digit length
 * prefix alike; the length prefix counts digits, not bytes.
 */
const bcd: Encoding = {
  prepare: (message) => ({
    bytes: message.toString('latin1'),
    hex: message.toString('hex'),
  }),
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
  read(wire, at, format, length) {
    if (format === 'n') return readDigits(wire.hex, at, length)
    if (format === 'z') return readDigits(wire.hex, at, length)?.replaceAll('d', '=') ?? null
    if (format === 'b') return wire.hex.substring(at * 2, (at + length) * 2).toUpperCase()
    if (format !== 'xn') return wire.bytes.substring(at, at + length)
    const digits = readDigits(wire.hex, at + 1, length - 1)
    return digits === null ? null : wire.bytes.charAt(at) + digits
  },
}

export const encodings: Record<DialectName, Encoding> = { ascii, bcd }
