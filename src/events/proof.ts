import { z } from 'zod'
import { checkpointHash } from './checkpoint.ts'
import { HASH_BYTES, leafHash, rootFromPath } from './merkle.ts'

const hash = z
  .string()
  .regex(new RegExp(`^[0-9a-f]{${HASH_BYTES * 2}}$`), 'must be a SHA-256 in hexadecimal')
  .meta({ examples: ['3b6d06e600252242b96febd517b640274f1b1723fba85a17401d17e103213e66'] })
const eventId = z.int().min(1)

/**
 * What proves that an event is in a company's log: nothing else is needed to check it. Hashes are lower-case
 * hexadecimal.
 */
export const proofSchema = z.strictObject({
  format: z.literal('jetpay-event-proof-1'),
  company_id: z.guid(),
  /** The event's text as it was delivered, byte for byte. */
  event: z.string(),
  /** From the event's leaf to the root of its block, lowest first. */
  path: z.array(hash).max(64),
  /** The event's own block, and those after it up to the checkpoint that this proof leads to. */
  block: z.strictObject({ first_event_id: eventId, last_event_id: eventId, previous_hash: hash }),
  later: z.array(z.strictObject({ last_event_id: eventId, root: hash })),
  /** The checkpoint that it leads to: compare its hash with one that was published or kept. */
  checkpoint: z.strictObject({ last_event_id: eventId, hash }),
})
export type Proof = z.infer<typeof proofSchema>

/** `hashes` are those of all checkpoints that the proof passes: one that was kept must be among them. */
export type Verdict = { ok: true; eventId: number; hashes: string[] } | { ok: false; why: string }

const bytes = (hex: string) => Buffer.from(hex, 'hex')

/**
 * Checks a proof with nothing but itself. `ok` says that event, path and chain fit together; trust comes from
 * a known hash.
 */
export function checkProof(value: unknown): Verdict {
  const parsed = proofSchema.safeParse(value)
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!
    return { ok: false, why: `it is no proof: ${path.join('.')} ${message}` }
  }
  const { company_id, event, path, block, later, checkpoint } = parsed.data
  const id = idOf(event)
  if (id === null) return { ok: false, why: 'its event is not the text of an event' }
  const size = block.last_event_id - block.first_event_id + 1
  const root = rootFromPath(leafHash(event), id - block.first_event_id, size, path.map(bytes))
  if (!root) return { ok: false, why: 'its path does not lead from the event to a root' }

  const hashes: string[] = []
  let previous: Buffer = bytes(block.previous_hash)
  let last = block.first_event_id - 1
  for (const link of [
    { last_event_id: block.last_event_id, root: Buffer.from(root) },
    ...later.map((next) => ({ last_event_id: next.last_event_id, root: bytes(next.root) })),
  ]) {
    const range = { first_event_id: BigInt(last + 1), last_event_id: BigInt(link.last_event_id) }
    previous = checkpointHash(previous, company_id, { ...range, root: link.root })
    hashes.push(previous.toString('hex'))
    last = link.last_event_id
  }
  if (last !== checkpoint.last_event_id || hashes.at(-1) !== checkpoint.hash)
    return { ok: false, why: 'event, path and chain do not lead to its checkpoint' }
  return { ok: true, eventId: id, hashes }
}

/** The id in an event's text; null for any other text. */
function idOf(event: string): number | null {
  const digits = /^\{"id":([1-9]\d{0,15}),"createdAt":"/.exec(event)?.[1]
  const id = Number(digits)
  return Number.isSafeInteger(id) ? id : null
}
