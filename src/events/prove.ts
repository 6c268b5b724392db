import { type Db, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import { type ArchiveFiles, readArchivedEvents } from './archive-file.ts'
import { isErased, type LoggedEvent } from './archive-line.ts'
import { type Checkpoint, checkpointColumns, findCheckpoint, GENESIS, leafInSql } from './checkpoint.ts'
import { eventText } from './event.ts'
import { auditPath } from './merkle.ts'
import { checkProof, type Proof } from './proof.ts'

/**
 * Checkpoints that a proof passes at most: some 15 MB of JSON. Later ones are reached by a proof of a later
 * event.
 */
const LINKS_MAX = 100_000

/**
 * The proof that an event is in the company's log: up to the newest checkpoint, or to the one that holds the
 * event `to`. Events that are deleted are read from their file. Throws an OperatorError that says why there
 * is none.
 */
export async function proveEvent(
  db: Db,
  files: ArchiveFiles,
  companyId: string,
  eventId: bigint,
  to?: bigint,
): Promise<Proof> {
  const block = await findCheckpoint(db, companyId, eventId)
  if (!block)
    throw new OperatorError(
      `Event ${eventId} is in no checkpoint: it does not exist, or is too young; blocks are closed within about a minute.`,
      'not_found',
    )
  const target = await findCheckpoint(db, companyId, to)
  if (!target || target.first_event_id < block.first_event_id)
    throw new OperatorError(
      `There is no checkpoint with event ${to} that comes after event ${eventId}.`,
      'not_found',
    )
  const links = await linksBetween(db, companyId, block.first_event_id, target.first_event_id)
  const events = await eventsOf(db, files, companyId, block)
  const index = Number(eventId - block.first_event_id)
  const event = events[index]
  if (event && isErased(event))
    throw new OperatorError(
      `The text of event ${eventId} was erased with its contact; proofs that were made before still prove it, and the events around it are proved as ever.`,
      'wrong_state',
    )
  const proof: Proof = {
    format: 'jetpay-event-proof-1',
    company_id: companyId,
    event: event?.text ?? '',
    path: auditPath(
      events.map(({ leaf }) => leaf),
      index,
    ).map(hex),
    block: {
      first_event_id: Number(block.first_event_id),
      last_event_id: Number(block.last_event_id),
      previous_hash: hex((await hashBefore(db, companyId, block)) ?? GENESIS),
    },
    later: links.map(({ last_event_id, root }) => ({
      last_event_id: Number(last_event_id),
      root: hex(root),
    })),
    checkpoint: { last_event_id: Number(target.last_event_id), hash: hex(target.hash) },
  }
  const verdict = checkProof(proof)
  if (!verdict.ok)
    throw new OperatorError(
      `The log does not prove event ${eventId}: ${verdict.why}. It was tampered with; run \`jetpay verify\`.`,
    )
  return proof
}

const hex = (hash: Uint8Array) => Buffer.from(hash).toString('hex')

async function hashBefore(db: Db, companyId: string, { first_event_id }: Checkpoint) {
  const before = await db.first<Checkpoint>(sql`
    select ${checkpointColumns} from event_checkpoints
    where company_id = ${companyId} and first_event_id < ${first_event_id} order by first_event_id desc limit 1`)
  return before?.hash
}

/** The checkpoints after the first up to the last. */
async function linksBetween(db: Db, companyId: string, first: bigint, last: bigint): Promise<Checkpoint[]> {
  const links = await db.many<Checkpoint>(sql`
    select ${checkpointColumns} from event_checkpoints
    where company_id = ${companyId} and first_event_id > ${first} and first_event_id <= ${last}
    order by first_event_id limit ${LINKS_MAX + 1}`)
  if (links.length <= LINKS_MAX) return links
  throw new OperatorError(
    `More than ${LINKS_MAX} checkpoints lie in between; name a nearer one with --to <event id>.`,
  )
}

/** A block's events, from the log or, once they are deleted there, from their file. */
async function eventsOf(
  db: Db,
  files: ArchiveFiles,
  companyId: string,
  block: Checkpoint,
): Promise<LoggedEvent[]> {
  const { first_event_id: first, last_event_id: last } = block
  const rows = await db.many<Omit<LoggedEvent, 'contactId'>>(sql`
    select ${eventText} as text, ${leafInSql} as leaf from events
    where company_id = ${companyId} and event_id between ${first} and ${last} order by event_id`)
  if (rows.length > 0) return rows.map((row) => ({ ...row, contactId: null }))
  return readArchivedEvents(db, files, companyId, first, last)
}
