import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'

/** A range of a company's log that is, or is to be, in a file. `bytes` and `sha256` are of the text in it. */
export type Archive = {
  first_event_id: bigint
  last_event_id: bigint
  bytes: bigint | null
  sha256: Buffer | null
  written_at: Date | null
  /** When the events of contacts were sealed in it; null in a file from before they were. */
  sealed_at: Date | null
  deleted_at: Date | null
}
export const archiveColumns = sql`first_event_id, last_event_id, bytes, sha256, written_at, sealed_at, deleted_at`

/**
 * The last event that is in files only, or soon will be (0: none), and a time that it and all before it were
 * created before.
 */
export type ArchivedThrough = { last_event_id: bigint; created_before: Date }

/**
 * How far the log is archived. Readers are kept off a range from when its file is written, a while before its
 * rows are deleted.
 */
export async function archivedThrough(db: Db, companyId: string): Promise<ArchivedThrough> {
  const archive = await db.first<ArchivedThrough>(sql`
    select last_event_id, created_before from event_archives where company_id = ${companyId} and written_at is not null
    order by first_event_id desc limit 1`)
  return archive ?? { last_event_id: 0n, created_before: new Date(0) }
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
