import { z } from 'zod'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { anyOf } from '../http/list.ts'
import { limit, queryInteger } from '../http/query.ts'
import { noPath } from '../http/schema.ts'
import { archivedThrough } from './archive.ts'
import { type EventRow, eventColumns, eventJson, eventSchema, newestEventId } from './event.ts'
import { eventTypes } from './event-types.ts'

/** Events that a page with types looks at: some milliseconds, however few of them there are in the log. */
const SCAN_MAX = 10_000n

export const listNewestEvents = endpoint({
  operationId: 'list_newest_events',
  method: 'GET',
  path: '/events/newest',
  tag: 'Events',
  summary: 'List the newest events',
  description: `The same log backwards, for people; programs follow it with \`GET /events\`. A page with types looks at ${SCAN_MAX} events: it may be empty and still have a \`next_cursor\`, which goes on from there.`,
  scope: 'events:read',
  load: 'events',
  pathSchema: noPath,
  querySchema: z.strictObject({
    type: anyOf(eventTypes).optional(),
    limit,
    cursor: queryInteger(1, Number.MAX_SAFE_INTEGER, 'must be an event id')
      .optional()
      .meta({ description: '`next_cursor` of the page before: only events before this one' }),
  }),
  answers: {
    200: {
      description: 'A page of events, newest first',
      schema: z
        .object({
          data: z.array(eventSchema),
          next_cursor: z
            .string()
            .nullable()
            .meta({ description: 'Null: the log begins here', examples: ['1024'] }),
        })
        .meta({ id: 'NewestEventPage' }),
    },
  },
  async handle({ db, companyId, query }) {
    const { last_event_id: archived } = await archivedThrough(db, companyId)
    const below =
      query.cursor === undefined ? (await newestEventId(db, companyId)) + 1n : BigInt(query.cursor)
    const from = query.type && below - SCAN_MAX > archived + 1n ? below - SCAN_MAX : archived + 1n
    const rows = await db.many<EventRow>(sql`
      select ${eventColumns} from events
      where company_id = ${companyId} and event_id >= ${from} and event_id < ${below}
        ${query.type ? sql`and type = any(${query.type}::text[])` : empty}
      order by event_id desc limit ${query.limit}`)
    const reached = rows.length === query.limit ? rows.at(-1)!.event_id : from
    const next = reached > archived + 1n ? `"${reached}"` : null
    return { json: `{"data":[${rows.map(eventJson).join(',')}],"next_cursor":${next}}` }
  },
})
