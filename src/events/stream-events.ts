import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { queryInteger } from '../http/query.ts'
import { noPath } from '../http/schema.ts'
import { archivedThrough, eventsArchived } from './archive.ts'
import { newestEventId } from './event.ts'
import { eventTypes } from './event-types.ts'
import { enterStream, followEvents } from './follow-events.ts'

const querySchema = z.strictObject({
  after: queryInteger(0, Number.MAX_SAFE_INTEGER, 'must be an event id, or 0').optional().meta({
    description:
      'The last event that you have. The header `Last-Event-ID`, which browsers send when they come again, goes before it. Without both: from now on',
  }),
  type: z.enum(eventTypes).optional(),
  follow: z
    .enum(['true', 'false'])
    .default('true')
    .meta({ description: '`false`: the stream ends once it has caught up' }),
})

const example = `id: 4711
data: {"id":4711,"createdAt":"2026-11-29T12:00:00.000Z","type":"contacts.deleted","data":{"contactId":"019aa7c0-6f00-7d41-9c1a-5b0f6f3d2e10"}}

`

export const streamEvents = endpoint({
  operationId: 'stream_events',
  method: 'GET',
  path: '/events/stream',
  tag: 'Events',
  summary: 'Follow events as they happen',
  description:
    'Server-sent events: each event of the log once and in order, `id` its id and `data` the event as `GET /events` has it. `event: caught_up` says that all there is was sent; its `id` moves on like an event’s; a `newest_event_id` below its `last_event_id` says that you are ahead of the log (it was restored), and hear nothing before it has come so far: follow from `newest_event_id`. After a lost connection ask again with `Last-Event-ID` (browsers do by themselves): nothing is missed. A comment every 15 seconds shows that the connection lives. It ends when the token or session does. 100 streams of one company at a time.',
  scope: 'events:read',
  load: 'events',
  pathSchema: noPath,
  querySchema,
  answers: {
    200: {
      description: 'Events, as they happen',
      contentType: 'text/event-stream',
      schema: z.string().meta({ examples: [example] }),
    },
  },
  problems: ['events_archived'],
  async handle({ context, db, companyId, query, requestId, lastEventId }) {
    const { last_event_id: archived } = await archivedThrough(db, companyId)
    const named = lastEventId ?? query.after
    const after = named === undefined ? await newestEventId(db, companyId) : BigInt(named)
    if (after < archived) throw eventsArchived(archived + 1n, `ask with \`after=${archived}\``)
    const leave = enterStream(context, companyId)
    const follow = query.follow === 'true'
    return { stream: followEvents(context, { companyId, requestId, after, type: query.type, follow }), leave }
  },
})
