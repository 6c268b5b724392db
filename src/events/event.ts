import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { eventTypes } from './event-types.ts'

/**
 * An event as it is read: `data` as the database's own text, so that `100.50` keeps its decimals on the way
 * out.
 */
export type EventRow = { event_id: bigint; type: string; data: string; created_at: string }

/** `created_at` is ISO 8601 with microseconds, which a JavaScript Date would lose. */
export const eventColumns = sql`event_id, type, data::text as data,
  to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as created_at`

export const eventSchema = z
  .object({
    id: z.int().meta({ description: 'Per company 1, 2, 3 …: never skipped, never reused' }),
    createdAt: z.string().meta({ example: '2026-01-31T12:00:00.123456Z' }),
    type: z.string().meta({ example: 'transactions.debits.paid' }),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event', jsonSchema: oneOfEach() })

/** In the document: what `data` holds is known by `type`, so that a generated client narrows by it. */
function oneOfEach() {
  const names = eventTypes.map((type) => [type, `Event.${type}`] as const)
  return {
    id: 'Event',
    description: 'One of each type. Types are added with time: let one pass that you do not know',
    oneOf: names.map(([, name]) => ({ $ref: `#/$defs/${name}` })),
    discriminator: {
      propertyName: 'type',
      mapping: Object.fromEntries(names.map(([type, name]) => [type, `#/components/schemas/${name}`])),
    },
  }
}

/**
 * The event as JSON text: the bytes that webhooks and `GET /events` deliver and that the log's checkpoints
 * are over.
 */
export const eventJson = (event: EventRow): string =>
  `{"id":${event.event_id},"createdAt":"${event.created_at}","type":${JSON.stringify(event.type)},"data":${event.data}}`

/** The same text, made by the database of a row of `events`. */
export const eventText = sql`'{"id":' || event_id || ',"createdAt":"' || to_char(events.created_at at time zone 'utc',
  'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '","type":' || to_json(type) || ',"data":' || data || '}'`

/** The id of the company's newest event; 0 before the first. */
export async function newestEventId(db: Db, companyId: string): Promise<bigint> {
  const head = await db.one<{ last_event_id: bigint }>(
    sql`select last_event_id from event_heads where company_id = ${companyId}`,
  )
  return head.last_event_id
}
