/**
 * How questions and answers lie on the stream between main side and vault: frames one behind another, each
 * its length (four bytes, big-endian, of what follows), the question's id (four bytes, chosen by who asks,
 * not used again while it is under way), what it is (one byte) and a text in UTF-8. Many questions share one
 * connection, and are answered in whatever order.
 *
 * Both sides begin with a hello. The main side asks nothing before it has read the vault's, so a vault of
 * another version is never asked.
 */
import { isUtf8 } from 'node:buffer'
import { z } from 'zod'

/** Changed whenever two versions would not understand each other's frames or questions. */
export const VAULT_STREAM_VERSION = 1
/** What an operator does about it. */
export const ONE_RELEASE = 'start api, worker and vault of one release'

/** What a frame is, where it is no question; questions have the numbers below (`vault-protocol.ts`). */
export const told = {
  /** The first frame of each side, without a question (id 0): a `helloOf`. */
  hello: 64,
  /** In front of answers: what the vault's stopwatch shows, a number of milliseconds. Id 0. */
  moment: 65,
  /** The answer to a question, in JSON. */
  answered: 66,
  /**
   * The question is not what its schema says: nothing was done. A problem (RFC 9457) that names each field.
   */
  refused: 67,
  /** The vault could not answer; it does not say how far it got. */
  failed: 68,
  /** The vault stops: what comes now is answered, and then nothing more. Who asks ends its half. Id 0. */
  goodbye: 69,
} as const

const version = { version: z.int() }
/** `vault`: the id of this vault process, `ms`: its stopwatch (`VaultMoment`). */
export const helloOf = {
  mainSide: z.object(version),
  vault: z.object({ ...version, vault: z.guid(), ms: z.number() }),
}

export type Frame = { what: number; id: number; text: string }

const LENGTH_BYTES = 4
/** Of a UTF-16 unit. */
const UTF8_BYTES_MAX = 3
/** Id and kind, which the length counts too. */
const HEAD_BYTES = 5

/** Questions: a hundred card names to shred are 10 KiB, a card page's texts and addresses at most 30. */
export const QUESTION_BYTES_MAX = 32 * 1024
/** Answers: a hundred entries of the vault's log, each with a fingerprint of at most 1,000 characters. */
export const ANSWER_BYTES_MAX = 1024 * 1024

/** Questions under way on one connection: more than an api's requests at once (`JETPAY_REQUESTS_AT_ONCE`). */
export const QUESTIONS_AT_ONCE_MAX = 1_024

/** What came is no frame, so nothing behind it can be read: the connection has to go. */
export class BadFrame extends Error {
  override name = 'BadFrame'
  readonly code = 'BAD_FRAME'
}

/**
 * Up to this size a buffer is made for the longest that the texts can be, which is cheaper than measuring.
 */
const GUESSED_BYTES_MAX = 64 * 1024
const exactLength = (frames: readonly Frame[]): number =>
  frames.reduce((sum, { text }) => sum + LENGTH_BYTES + HEAD_BYTES + Buffer.byteLength(text), 0)

/** The bytes of one write. */
export function encodeFrames(frames: readonly Frame[]): Buffer {
  let most = 0
  for (const { text } of frames) most += LENGTH_BYTES + HEAD_BYTES + UTF8_BYTES_MAX * text.length
  const bytes = Buffer.allocUnsafe(most > GUESSED_BYTES_MAX ? exactLength(frames) : most)
  let at = 0
  for (const { what, id, text } of frames) {
    const length = bytes.write(text, at + LENGTH_BYTES + HEAD_BYTES)
    bytes.writeUInt32BE(HEAD_BYTES + length, at)
    bytes.writeUInt32BE(id, at + 4)
    bytes[at + 8] = what
    at += LENGTH_BYTES + HEAD_BYTES + length
  }
  return bytes.subarray(0, at)
}

/**
 * Cuts a stream into frames. The function that it returns takes what a socket received and calls `onFrame`
 * for each frame that is now whole, however it was split or joined. Holds at most one unfinished frame.
 * Throws `BadFrame`, after the frames before it, for a length that no frame has and for a text that is not
 * UTF-8.
 */
export function frameReader(bytesMax: number, onFrame: (what: number, id: number, text: string) => void) {
  let parts: Buffer[] = []
  let held = 0
  /** So many bytes make out the frame that is held, as far as is known. */
  let needed = LENGTH_BYTES
  return (chunk: Buffer): void => {
    let bytes = chunk
    if (held > 0) {
      held += chunk.length
      // Copies: whoever reads may use the chunk again, and a few bytes must not hold a large one.
      if (held < needed) return void parts.push(Buffer.from(chunk))
      bytes = Buffer.concat([...parts, chunk], held)
    }
    let at = 0
    for (;;) {
      const left = bytes.length - at
      needed = LENGTH_BYTES
      if (left < needed) break
      const length = bytes.readUInt32BE(at)
      if (length < HEAD_BYTES || length > HEAD_BYTES + bytesMax)
        throw new BadFrame(
          `a frame of ${length} bytes, where ${HEAD_BYTES} to ${HEAD_BYTES + bytesMax} are one`,
        )
      needed += length
      if (left < needed) break
      const from = at + LENGTH_BYTES + HEAD_BYTES
      at += needed
      onFrame(bytes[from - 1]!, bytes.readUInt32BE(from - HEAD_BYTES), textOf(bytes, from, at))
    }
    held = bytes.length - at
    parts = held === 0 ? [] : [Buffer.from(bytes.subarray(at))]
  }
}

function textOf(bytes: Buffer, from: number, to: number): string {
  const text = bytes.toString('utf8', from, to)
  // The decoder puts this character in the place of bytes that are none; it may also have been one.
  if (text.includes('\ufffd') && !isUtf8(bytes.subarray(from, to)))
    throw new BadFrame('a text that is not UTF-8')
  return text
}
