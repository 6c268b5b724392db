import { MAX_MESSAGE_BYTES } from './dialect.ts'
import { Iso8583Error } from './iso8583-error.ts'

/** Bytes of the big-endian length in front of each message; it counts the message, not itself. */
export const HEADER_BYTES = 2

/** Puts messages behind one another as the bytes of one write, each behind its length. */
export function frameMessages(messages: readonly Buffer[]): Buffer {
  let total = 0
  for (const message of messages) total += HEADER_BYTES + message.length
  const bytes = Buffer.allocUnsafe(total)
  let at = 0
  for (const message of messages) {
    bytes.writeUInt16BE(message.length, at)
    message.copy(bytes, at + HEADER_BYTES)
    at += HEADER_BYTES + message.length
  }
  return bytes
}

/**
 * Cuts a stream into messages. The function that it returns takes what a socket received and calls
 * `onMessage` for each message that is now whole, however TCP split or joined them. It holds at most one
 * unfinished message. A length of zero or beyond `MAX_MESSAGE_BYTES` throws `Iso8583Error`, after the
 * messages before it: from there the stream cannot be read, so the connection has to go. A message is there
 * for the length of the call only: all that was received is wiped behind it, because answers may carry the
 * card number.
 */
export function frameReader(onMessage: (message: Buffer) => void) {
  let rest: Buffer | null = null
  /** Wipes what has come of a message that will not be whole. */
  const forget = (): void => {
    rest?.fill(0)
    rest = null
  }
  const read = (chunk: Buffer): void => {
    const bytes = rest ? Buffer.concat([rest, chunk]) : chunk
    forget()
    try {
      let at = 0
      while (bytes.length - at >= HEADER_BYTES) {
        const length = bytes.readUInt16BE(at)
        if (length === 0) throw new Iso8583Error('bad_length', 'frame')
        if (length > MAX_MESSAGE_BYTES) throw new Iso8583Error('too_long', 'frame')
        const end = at + HEADER_BYTES + length
        if (end > bytes.length) break
        onMessage(bytes.subarray(at + HEADER_BYTES, end))
        at = end
      }
      rest = at < bytes.length ? Buffer.from(bytes.subarray(at)) : null
    } finally {
      bytes.fill(0)
      chunk.fill(0)
    }
  }
  return Object.assign(read, { forget })
}
