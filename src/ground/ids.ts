import { hash, randomBytes, randomFillSync } from 'node:crypto'
import { NIL, v7 } from 'uuid'

/** Below every id: where a list begins (RFC 9562 section 5.9). */
export const LOWEST_ID: string = NIL

const ID_BYTES = 16
/** Ids whose random bits are drawn at once: to ask the system for 16 bytes costs as much as for 4 KB. */
const IDS_PER_DRAW = 256
const drawn = new Uint8Array(ID_BYTES * IDS_PER_DRAW)
let used = drawn.length

/** Random bytes for one id. An id is no secret, so that the next ones lie in memory tells nobody anything. */
function randomOfId(): Uint8Array {
  if (used === drawn.length) {
    randomFillSync(drawn)
    used = 0
  }
  used += ID_BYTES
  return drawn.subarray(used - ID_BYTES, used)
}

let msecs = 0
let seq = 0

/**
 * A new UUIDv7: ordered by time (RFC 9562 section 5.7), so that rows made together lie together, and above
 * all that this process has made before: within a millisecond, or while the clock is behind, it counts on
 * (section 6.2, method 1; the count begins anywhere in 31 bits and has 32).
 */
export function newId(): string {
  const random = randomOfId()
  const now = Date.now()
  if (now > msecs) {
    msecs = now
    seq = new DataView(random.buffer, random.byteOffset).getUint32(6) >>> 1
  } else {
    seq = (seq + 1) >>> 0
    if (seq === 0) msecs += 1
  }
  return v7({ random, msecs, seq })
}

/** Whether a text has the form of an id, of whatever version and in any case. */
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

/** A secret that cannot be guessed: 256 random bits, URL-safe, 43 characters. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/**
 * What we keep of a secret that was handed out (API token, card page ticket). 256 random bits need no slow
 * hash.
 */
export const hashSecret = (secret: string): Buffer => hash('sha256', secret, 'buffer')
