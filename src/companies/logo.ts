/** The picture on payment pages: what is taken for one, told by its bytes alone. */

import { createHash } from 'node:crypto'

/** The picture formats that both browsers and PDF have. */
export type LogoType = 'image/png' | 'image/jpeg'

/** It is part of every payment page: a small picture is a few kilobytes. */
export const LOGO_BYTES_MAX = 100_000

/** Each side. A hundred kilobytes can be packed so that they unfold to gigabytes in a payer's browser. */
export const LOGO_PIXELS_MAX = 2_048

/** By the first bytes, as browsers tell them (WHATWG MIME Sniffing section 6.1). */
export function logoType(bytes: Buffer): LogoType | undefined {
  if (bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'image/png'
  return bytes.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex')) ? 'image/jpeg' : undefined
}

/** Why these bytes are no logo, as a phrase after its name; undefined where they are one. */
export function logoFault(bytes: Buffer): string | undefined {
  if (bytes.length > LOGO_BYTES_MAX) return `has ${bytes.length} bytes; it may have ${LOGO_BYTES_MAX}`
  const type = logoType(bytes)
  if (!type) return 'must be a PNG or JPEG file'
  const size = type === 'image/png' ? sizeOfPng(bytes) : sizeOfJpeg(bytes)
  if (!size) return `is no whole ${type === 'image/png' ? 'PNG' : 'JPEG'} file`
  const [width, height] = size
  if (width > LOGO_PIXELS_MAX || height > LOGO_PIXELS_MAX)
    return `is ${width} by ${height} pixels; it may be ${LOGO_PIXELS_MAX} by ${LOGO_PIXELS_MAX}`
  return undefined
}

type Size = [width: number, height: number]

/** Its first chunk says how large it is (PNG, section 11.2.1). */
function sizeOfPng(bytes: Buffer): Size | undefined {
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined
  const size: Size = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  return size[0] > 0 && size[1] > 0 ? size : undefined
}

/** The frame header says it (ITU T.81, B.2.2): SOF0 to SOF15, without the three that are other tables. */
function sizeOfJpeg(bytes: Buffer): Size | undefined {
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const size: Size = [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)]
      return size[0] > 0 && size[1] > 0 ? size : undefined
    }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}

/** With what it is in its path, a browser may keep it: another logo has another path. */
export const logoVersion = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex').slice(0, 16)
