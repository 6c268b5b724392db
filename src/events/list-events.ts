import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { limit, queryInteger } from '../http/query.ts'
import { noPath } from '../http/schema.ts'
import { archivedThrough, eventsArchived } from './archive.ts'
import { type EventRow, eventJson, eventSchema } from './event.ts'
import { eventTypes } from './event-types.ts'
import { waitForEvent } from './long-poll.ts'
import { readEvents, skipTo } from './read-events.ts'

/** How long one request searches what is in no block yet before it answers how far it came. */
const SCAN_MS = 25

const querySchema = z.strictObject({
  after: queryInteger(0, Number.MAX_SAFE_INTEGER, 'must be an event id, or 0').optional().meta({
    description:
      '`last_event_id` of the answer before; 0 before the first. Left out: from the oldest event that is kept',
  }),
  type: z.enum(eventTypes).optional(),
  limit,
  wait: queryInteger(0, 30, 'must be 0 to 30')
    .default(0)
    .meta({
      jsonSchema: { type: 'integer', minimum: 0, maximum: 30, default: 0 },
      description: 'Seconds to wait for an event when there is none (long polling)',
    }),
})

export const listEvents = endpoint({
  operationId: 'list_events',
  method: 'GET',
  path: '/events',
  tag: 'Events',
  summary: 'List events',
  description:
    'The log that webhooks deliver, oldest first. Ask again with `after` set to `last_event_id`, which moves on even when no event of the type was found.',
  scope: 'events:read',
  load: 'events',
  pathSchema: noPath,
  querySchema,
  answers: {
    200: {
      description: 'The next events, in order',
      schema: z
        .object({
          data: z.array(eventSchema),
          last_event_id: z.int().meta({ description: '`after` for the next request' }),
          newest_event_id: z.int().meta({ description: 'The newest event of all' }),
        })
        .meta({ id: 'EventPage' }),
    },
  },
  problems: ['events_archived'],
  async handle({ context, db, companyId, query, requestId }) {
    const from = performance.now()
    const { last_event_id: archived } = await archivedThrough(db, companyId)
    const after = query.after === undefined ? archived : BigInt(query.after)
    if (after < archived) throw eventsArchived(archived + 1n, `ask with \`after=${archived}\``)
    const passed = () => performance.now() - from
    let read = { after, newest: 0n, events: [] as EventRow[] }
    for (;;) {
      if (query.type) read.after = await skipTo(db, companyId, read.after, query.type)
      read = await readEvents(db, companyId, read.after, query.type, query.limit)
      if (read.events.length > 0) break
      if (read.after < read.newest) {
        if (passed() > SCAN_MS) break
      } else {
        const leftMs = query.wait * 1000 - passed()
        if (leftMs <= 0) break
        if (!(await waitForEvent(context, requestId, companyId, read.after, leftMs))) break
      }
    }
    return {
      json: `{"data":[${read.events.map(eventJson).join(',')}],"last_event_id":${read.after},"newest_event_id":${read.newest}}`,
    }
  },
})
