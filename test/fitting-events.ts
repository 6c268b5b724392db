/** Every event that a platform made, whoever wrote it, is of a declared type and has that type's data. */
import { type Db, sql } from '../src/db/sql.ts'
import { type EventType, eventKinds } from '../src/events/event-types.ts'

/** More than any test makes; the newest are looked at. */
const EVENTS_MAX = 20_000

/** What does not fit, one line for each type and finding. */
export async function unfittingEvents(db: Db): Promise<string[]> {
  const events = await db.many<{ type: string; data: unknown }>(sql`
    (select type, data from events order by created_at desc limit ${EVENTS_MAX})
    union all (select type, data from outbox limit ${EVENTS_MAX})`)
  const found = events.flatMap(({ type, data }) => {
    if (!(type in eventKinds)) return [`${type} is not declared in src/events/event-types.ts`]
    const { error } = eventKinds[type as EventType].data.safeParse(data)
    return (error?.issues ?? []).map(({ path, message }) => `${type}: ${path.join('.')} ${message}`)
  })
  return [...new Set(found)]
}
