import type { Socket } from 'node:net'
import { encodeInto, type Message } from './codec.ts'
import { type DialectName, MAX_MESSAGE_BYTES } from './dialect.ts'
import { HEADER_BYTES } from './framing.ts'

/**
 * Of one buffer: more than the messages of a turn are at full load, so that nearly all leave in one write.
 */
const BUFFER_BYTES = 64 * 1024
/** Kept for the next turns; while the network reads slowly more are under way. */
const SPARE_MAX = 2

/**
 * What leaves within one turn of the event loop: messages are written behind one another, each behind its
 * length, into buffers that are wiped once they have left, or will not, and used again.
 */
export function openOutbox(dialect: DialectName) {
  const spare: Buffer[] = []
  let full: Part[] = []
  let buffer: Buffer | undefined
  let end = 0

  function wipe({ buffer, end }: Part): void {
    buffer.fill(0, 0, end)
    if (spare.length < SPARE_MAX) spare.push(buffer)
  }

  /** What there is, as it is to be written; the next message begins another buffer. */
  function taken(): Part[] {
    const parts = full
    if (buffer) parts.push({ buffer, end })
    full = []
    buffer = undefined
    end = 0
    return parts
  }

  return {
    /** Throws `Iso8583Error`, and is as it was, for a message that the dialect cannot express. */
    put(message: Message): void {
      if (buffer && end + HEADER_BYTES + MAX_MESSAGE_BYTES > buffer.length) full = taken()
      // Of zeros: what was freed elsewhere, a number perhaps, has no place behind what is said.
      buffer ??= spare.pop() ?? Buffer.alloc(BUFFER_BYTES)
      const from = end + HEADER_BYTES
      const to = encodeInto(buffer, from, message, dialect)
      buffer.writeUInt16BE(to - from, end)
      end = to
    },
    /** Hands all to the socket. */
    leave(socket: Socket): void {
      // Wiped also where the connection is lost before the bytes have left.
      for (const part of taken()) socket.write(part.buffer.subarray(0, part.end), () => wipe(part))
    },
    /** It will not be sent. */
    forget(): void {
      for (const part of taken()) wipe(part)
    },
  }
}

/** Messages that leave together: a buffer up to `end`. */
type Part = { buffer: Buffer; end: number }
