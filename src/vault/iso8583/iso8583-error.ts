/** Where in a message something is wrong: a field number, or a part that has none. */
export type MessagePart = number | 'message' | 'mti' | 'bitmap' | 'frame'

export type Iso8583ErrorCode =
  | 'truncated'
  | 'trailing_bytes'
  | 'too_long'
  | 'bad_length'
  | 'bad_character'
  | 'bad_padding'
  | 'bad_layout'
  | 'unknown_field'

/**
 * A message, or a value for one, that ISO 8583 does not allow. It names the part and the rule that was broken
 * and never holds the value: field 2 is a card number and fields 35, 45 and 48 are sensitive too (PCI DSS
 * 3.3.1, 3.4.1).
 */
export class Iso8583Error extends Error {
  override name = 'Iso8583Error'
  readonly code: Iso8583ErrorCode
  readonly part: MessagePart

  constructor(code: Iso8583ErrorCode, part: MessagePart) {
    super(`${typeof part === 'number' ? `field ${part}` : part}: ${code}`)
    this.code = code
    this.part = part
  }
}
