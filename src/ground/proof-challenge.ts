import { createHash, timingSafeEqual } from 'node:crypto'
import { bitsOf } from './proof-of-work.ts'

/** Long enough to fill in a form, and to look for an answer on an old telephone. */
const LIFE_MS = 20 * 60_000

/** Marks a text as ours: an HMAC under a key that nobody else has. */
export type Mark = (text: string) => Buffer

const markOf = (mark: Mark, subject: string, head: string) =>
  mark(`proof of work\n${subject}\n${head}`).subarray(0, 16).toString('base64url')

/**
 * A challenge of so many bits for this subject (a ticket, a debit), which nobody else can use. Nothing is
 * kept of it: its mark says that we made it.
 */
export function newChallenge(mark: Mark, subject: string, bits: number, now: Date): string {
  const head = `${bits}.${Math.floor((now.getTime() + LIFE_MS) / 1000).toString(36)}`
  return `${head}.${markOf(mark, subject, head)}`
}

const CHALLENGE = /^(\d{1,2}\.[0-9a-z]{1,9})\.([\w-]{22})$/

/** How many bits of work a proof is of: 0 where it is none, or none for this subject, or too old. */
export function provenBits(mark: Mark, subject: string, given: unknown, now: Date): number {
  if (typeof given !== 'object' || given === null) return 0
  const { challenge, answer } = given as { challenge?: unknown; answer?: unknown }
  if (typeof challenge !== 'string' || !Number.isSafeInteger(answer)) return 0
  const [, head, said] = CHALLENGE.exec(challenge) ?? []
  if (head === undefined || said === undefined) return 0
  if (!timingSafeEqual(Buffer.from(markOf(mark, subject, head)), Buffer.from(said))) return 0
  if (Number.parseInt(head.split('.')[1]!, 36) * 1000 < now.getTime()) return 0
  const hash = createHash('sha256').update(`${challenge}.${answer}`).digest()
  return Math.clz32(hash.readInt32BE(0)) >= bitsOf(challenge) ? bitsOf(challenge) : 0
}
