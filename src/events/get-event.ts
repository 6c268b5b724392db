import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { archivedThrough, eventsArchived } from './archive.ts'
import { type EventRow, eventColumns, eventJson, eventSchema } from './event.ts'
import { eventPath, noEvent } from './event-path.ts'

export const getEvent = endpoint({
  operationId: 'get_event',
  method: 'GET',
  path: '/events/{event_id}',
  tag: 'Events',
  summary: 'Get an event',
  description: 'The same bytes that webhooks deliver. Proofs are over them: `GET /events/{event_id}/proof`.',
  scope: 'events:read',
  pathSchema: eventPath,
  answers: { 200: { description: 'The event', schema: eventSchema } },
  problems: ['events_archived'],
  handle: async ({ db, companyId, path }) => ({
    json: eventJson(await findEvent(db, companyId, path.event_id)),
  }),
})

async function findEvent(db: Db, companyId: string, eventId: bigint): Promise<EventRow> {
  const row = await db.first<EventRow>(sql`
    select ${eventColumns} from events where company_id = ${companyId} and event_id = ${eventId}`)
  if (row) return row
  const { last_event_id: archived } = await archivedThrough(db, companyId)
  if (eventId <= archived)
    throw eventsArchived(archived + 1n, `ask for it with GET /events/${eventId}/proof, which has its text`)
  throw new Problem('not_found', noEvent(eventId))
}
