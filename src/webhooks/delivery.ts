import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { type EventRow, eventColumns } from '../events/event.ts'
import { uuid } from '../http/schema.ts'
import { errorClasses } from './delivery-error.ts'
import { deliveryBody, testEvent } from './dispatch.ts'
import { EXCERPT_LENGTH } from './post-delivery.ts'

export type DeliveryRow = {
  delivery_id: string
  kind: 'events' | 'redelivery' | 'test'
  first_event_id: bigint
  last_event_id: bigint
  attempt: number
  status: number | null
  error_class: (typeof errorClasses)[number] | null
  error: string | null
  response_excerpt: string | null
  latency_ms: number
  attempted_at: Date
  excerpt_event_ids: string[] | null
}

export const deliveryColumns = sql`delivery_id, kind, first_event_id, last_event_id, attempt, status, error_class, error,
  response_excerpt, latency_ms, attempted_at,
  excerpt_event_ids::text[]`

export const deliverySchema = z
  .object({
    identifier: uuid,
    kind: z.enum(['events', 'redelivery', 'test']),
    first_event_id: z.int().meta({ description: '0 for a test delivery' }),
    last_event_id: z.int(),
    attempt: z.int().meta({ description: '1, or more when the ones before failed' }),
    delivered: z.boolean(),
    status: z.int().nullable().meta({ description: 'The HTTP status you answered; null when none came' }),
    error_class: z.enum(errorClasses).nullable(),
    error: z.string().nullable().meta({ example: 'no answer within 15 s' }),
    request_excerpt: z.string().nullable().meta({
      description:
        'The beginning of the body; null once its events are archived, and to a token without `events:read`',
    }),
    response_excerpt: z.string().nullable().meta({ description: 'The beginning of what you answered' }),
    latency_ms: z.int(),
    attempted_at: z.iso.datetime(),
  })
  .meta({ id: 'Delivery' })

const showDelivery = (row: DeliveryRow, body: string | null) => ({
  identifier: row.delivery_id,
  kind: row.kind,
  first_event_id: Number(row.first_event_id),
  last_event_id: Number(row.last_event_id),
  attempt: row.attempt,
  delivered: row.error === null,
  status: row.status,
  error_class: row.error_class,
  error: row.error,
  request_excerpt: body?.slice(0, EXCERPT_LENGTH) ?? null,
  response_excerpt: row.response_excerpt,
  latency_ms: row.latency_ms,
  attempted_at: row.attempted_at,
})

/**
 * Events of which the beginning of a body is made: the shortest two are longer than an excerpt with their
 * data.
 */
export const EVENTS_OF_EXCERPT = 3

/**
 * Deliveries as they are shown. The body is not stored a second time: it is made again from the log of
 * events, which never changes. `withEvents`: whether whoever asks may see events; of a test anybody may.
 */
export async function showDeliveries(
  db: Db,
  companyId: string,
  webhookNumber: number,
  rows: DeliveryRow[],
  withEvents: boolean,
) {
  if (!withEvents)
    return rows.map((row) =>
      showDelivery(
        row,
        row.kind === 'test' ? deliveryBody(webhookNumber, [testEvent(row.attempted_at)]) : null,
      ),
    )
  const idsOf = (row: DeliveryRow) =>
    row.excerpt_event_ids?.map(BigInt) ??
    Array.from({ length: EVENTS_OF_EXCERPT }, (_, at) => row.first_event_id + BigInt(at))
  const events = await db.many<EventRow>(sql`
    select ${eventColumns} from events
    where company_id = ${companyId} and event_id = any (${[...new Set(rows.flatMap(idsOf))]}::bigint[])`)
  const byId = new Map(events.map((event) => [event.event_id, event]))
  return rows.map((row) => {
    const sent = idsOf(row)
      .filter((id) => id <= row.last_event_id)
      .flatMap((id) => byId.get(id) ?? [])
    const body = row.kind === 'test' ? [testEvent(row.attempted_at)] : sent
    return showDelivery(row, body.length > 0 ? deliveryBody(webhookNumber, body) : null)
  })
}
