import { type Db, sql } from '../db/sql.ts'
import { eventText } from './event.ts'
import { HASH_BYTES, sha256 } from './merkle.ts'
import { isPersonal } from './personal-events.ts'

/**
 * Events in a block at most: a proof then has eight hashes, and a checkpoint costs each event less than one
 * byte.
 */
export const BLOCK_EVENTS = 256

/** A closed block of a company's log. `hash` stands for all events up to `last_event_id`. */
export type Checkpoint = { first_event_id: bigint; last_event_id: bigint; root: Buffer; hash: Buffer }
export const checkpointColumns = sql`first_event_id, last_event_id, root, hash`

/** What the first checkpoint of a company is chained to. */
export const GENESIS = Buffer.alloc(HASH_BYTES)

/** No leaf (0x00) and no node (0x01) of a tree. */
const CHECKPOINT = Buffer.of(2)

/**
 * The chain's hash: SHA-256 over 0x02, the hash before (32 zero bytes before the first), the company's id (16
 * bytes), first and last event id (8 bytes each, big-endian) and the root. So neither order, nor range, nor
 * company can be exchanged.
 */
export function checkpointHash(
  previous: Uint8Array,
  companyId: string,
  { first_event_id, last_event_id, root }: Pick<Checkpoint, 'first_event_id' | 'last_event_id' | 'root'>,
): Buffer {
  const range = Buffer.alloc(16)
  range.writeBigUInt64BE(first_event_id, 0)
  range.writeBigUInt64BE(last_event_id, 8)
  return sha256(CHECKPOINT, previous, Buffer.from(companyId.replaceAll('-', ''), 'hex'), range, root)
}

/**
 * The leaf hash of a text that was not erased (`leafHash`), made where the events are: only 32 bytes of each
 * leave the database.
 */
export const textLeafInSql = sql`sha256('\\x00'::bytea || convert_to(${eventText}, 'UTF8'))`

/**
 * The leaf of an event: of one that was erased what is left of its text. Of no other type anything but the
 * text counts.
 */
export const leafInSql = sql`coalesce(case when erased_leaf is not null and ${isPersonal} then erased_leaf end, ${textLeafInSql})`

/** Hashes that stand one after the other in a buffer. */
export const splitHashes = (hashes: Buffer): Buffer[] =>
  Array.from({ length: hashes.length / HASH_BYTES }, (_, at) =>
    hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  )

/** The newest checkpoint, or the one that an event is in. */
export const findCheckpoint = (db: Db, companyId: string, eventId?: bigint) =>
  db.first<Checkpoint & { closed_at: Date }>(sql`
    select ${checkpointColumns}, closed_at from event_checkpoints
    where company_id = ${companyId} and (${eventId ?? null}::bigint is null
      or first_event_id <= ${eventId ?? null} and last_event_id >= ${eventId ?? null})
    order by first_event_id desc limit 1`)
