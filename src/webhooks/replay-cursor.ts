import { cutToMicros } from '../db/instant.ts'
import { type Db, sql } from '../db/sql.ts'
import { archivedThrough, eventsArchived } from '../events/archive.ts'
import { newestEventId } from '../events/event.ts'
import { Problem } from '../ground/errors.ts'

/** Where a client asks deliveries to begin. At most one of the two. */
export type Replay = { replay_from_event_id?: number | undefined; replay_from_timestamp?: string | undefined }

/**
 * The id of the last event that counts as delivered: the one before the first that is asked for, or the
 * newest when nothing is asked. 422 for an event that is further ahead than the next one or archived already,
 * or for both fields.
 */
export async function replayCursor(db: Db, companyId: string, replay: Replay): Promise<bigint> {
  const { replay_from_event_id: fromId, replay_from_timestamp: from } = replay
  const head = await newestEventId(db, companyId)
  if (fromId !== undefined && from !== undefined)
    throw invalid('replay_from_timestamp', 'cannot be combined with replay_from_event_id; send one')
  const archived = await archivedThrough(db, companyId)
  if (from !== undefined) {
    const { too_early } = await db.one<{ too_early: boolean }>(
      sql`select ${from}::timestamptz < ${archived.created_before}::timestamptz as too_early`,
    )
    if (too_early)
      throw invalid(
        'replay_from_timestamp',
        `must be ${archived.created_before.toISOString()} or later: what was created before is archived`,
      )
    return beforeTime(db, companyId, archived.last_event_id, head, from)
  }
  if (fromId === undefined) return head
  if (BigInt(fromId) <= archived.last_event_id)
    throw invalid(
      'replay_from_event_id',
      `must be at least ${archived.last_event_id + 1n}: the events before are archived`,
    )
  if (BigInt(fromId) > head + 1n)
    throw invalid('replay_from_event_id', `must be at most ${head + 1n}: the newest event is ${head}`)
  return BigInt(fromId) - 1n
}

/**
 * 410 where a webhook that stands at this event, or is to have it again, would miss some that are archived.
 */
export async function requireInLog(db: Db, companyId: string, afterEventId: bigint): Promise<void> {
  const { last_event_id: archived } = await archivedThrough(db, companyId)
  if (afterEventId < archived)
    throw eventsArchived(archived + 1n, `send \`replay_from_event_id: ${archived + 1n}\` (PATCH)`)
}

/**
 * How far the times of two events can run against their ids: an event gets its time when its transaction
 * writes it and its id after the commit, and the database ends statements after 10 s and idle transactions
 * after 15 s.
 */
const DISORDER = '1 minute'

/**
 * The id before the first event created at `from` or later. Times nearly follow ids, so a binary search finds
 * where they come within the disorder and a short walk the event itself: no second index on the largest
 * table.
 */
async function beforeTime(
  db: Db,
  companyId: string,
  archivedThrough: bigint,
  head: bigint,
  time: string,
): Promise<bigint> {
  const { time: from, cut } = cutToMicros(time)
  let below = archivedThrough
  let above = head + 1n
  while (above - below > 1n) {
    const middle = (below + above) / 2n
    const { early } = await db.one<{ early: boolean }>(sql`
      select created_at < ${from}::timestamptz - ${DISORDER}::interval as early
      from events where company_id = ${companyId} and event_id = ${middle}`)
    if (early) below = middle
    else above = middle
  }
  const first = await db.first<{ event_id: bigint }>(sql`
    select event_id from events
    where company_id = ${companyId} and event_id > ${below} and created_at ${cut ? sql`>` : sql`>=`} ${from}
    order by event_id limit 1`)
  return first ? first.event_id - 1n : head
}

const invalid = (path: string, message: string) =>
  new Problem('validation_failed', `Correct these fields: ${path}.`, { errors: [{ path, message }] })
