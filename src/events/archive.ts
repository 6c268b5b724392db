import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../errors.ts'

/** A range of a company's log that is, or is to be, in a file. `bytes` and `sha256` are of the text in it. */
export type Archive = {
  first_event_id: bigint
  last_event_id: bigint
  bytes: bigint | null
  sha256: Buffer | null
  written_at: Date | null
  deleted_at: Date | null
}
export const archiveColumns = sql`first_event_id, last_event_id, bytes, sha256, written_at, deleted_at`

/**
 * The id of the first event that is still to be had from the log: what is before it is in files. Readers are kept off a range
 * from when its file is written, a while before its rows are deleted.
 */
export async function logBegin(db: Db, companyId: string): Promise<bigint> {
  const archive = await db.first<{ last_event_id: bigint }>(sql`
    select last_event_id from event_archives where company_id = ${companyId} and written_at is not null
    order by first_event_id desc limit 1`)
  return (archive?.last_event_id ?? 0n) + 1n
}

/** 410: what is asked for is no longer in the log. `next` says how to go on with what is. */
export const eventsArchived = (begin: bigint, next: string) =>
  new Problem(
    'events_archived',
    `The log begins with event ${begin}; to go on there, ${next}. The events before are in the archive that the operator of this installation keeps.`,
    { members: { oldest_event_id: Number(begin) } },
  )

/** The archives of a company that are written, oldest first: all, or the one that an event is in. */
export const writtenArchives = (db: Db, companyId: string, eventId?: bigint) =>
  db.many<Archive>(sql`
    select ${archiveColumns} from event_archives
    where company_id = ${companyId} and written_at is not null and (${eventId ?? null}::bigint is null
      or first_event_id <= ${eventId ?? null} and last_event_id >= ${eventId ?? null})
    order by first_event_id`)
