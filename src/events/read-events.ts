import { type Db, sql } from '../db/sql.ts'
import { type EventRow, eventColumns, newestEventId } from './event.ts'

/** Events that one statement looks at when it searches for a type: a few milliseconds' worth. */
const SCAN_MAX = 10_000n

/**
 * Where to go on from here for the next event of this type: just before the next block that has one, or
 * where there are no blocks yet.
 */
export async function skipTo(db: Db, companyId: string, after: bigint, type: string): Promise<bigint> {
  // First: a block that is made after this is not passed over.
  const newest = await db.first<{ event_id: bigint }>(sql`
    select last_event_id as event_id from event_blocks
    where company_id = ${companyId} order by last_event_id desc limit 1`)
  if (!newest || newest.event_id <= after) return after
  const next = await db.first<{ event_id: bigint }>(sql`
    select first_event_id - 1 as event_id from event_blocks
    where company_id = ${companyId} and last_event_id > ${after} and types @> array[${type}::text]
    order by last_event_id limit 1`)
  const { event_id } = next ?? newest
  return event_id > after ? event_id : after
}

/**
 * Events after this one, and how far they were looked for: to the last of a full page, else to where the scan
 * ended.
 */
export async function readEvents(
  db: Db,
  companyId: string,
  after: bigint,
  type: string | undefined,
  limit: number,
): Promise<{ after: bigint; newest: bigint; events: EventRow[] }> {
  const newest = await newestEventId(db, companyId)
  if (after >= newest) return { after, newest, events: [] }
  const end = after + SCAN_MAX < newest ? after + SCAN_MAX : newest
  const events = await db.many<EventRow>(sql`
    select ${eventColumns} from events
    where company_id = ${companyId} and event_id > ${after} and event_id <= ${end}
      and (${type ?? null}::text is null or type = ${type ?? null})
    order by event_id limit ${limit}`)
  return { after: events.length === limit ? events.at(-1)!.event_id : end, newest, events }
}
