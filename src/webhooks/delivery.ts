import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { uuid } from '../http/schema.ts'

export type DeliveryRow = {
  delivery_id: string
  first_event_id: bigint
  last_event_id: bigint
  attempt: number
  status: number | null
  error: string | null
  latency_ms: number
  attempted_at: Date
}

export const deliveryColumns = sql`delivery_id, first_event_id, last_event_id, attempt, status, error, latency_ms, attempted_at`

export const deliverySchema = z
  .object({
    identifier: uuid,
    first_event_id: z.int().meta({ description: '0 for a test delivery' }),
    last_event_id: z.int(),
    attempt: z.int().meta({ description: '1, or more when the ones before failed' }),
    delivered: z.boolean(),
    status: z.int().nullable().meta({ description: 'The HTTP status you answered; null when none came' }),
    error: z.string().nullable().meta({ example: 'no answer within 15 s' }),
    latency_ms: z.int(),
    attempted_at: z.iso.datetime(),
  })
  .meta({ id: 'Delivery' })

export const showDelivery = (row: DeliveryRow) => ({
  identifier: row.delivery_id,
  first_event_id: Number(row.first_event_id),
  last_event_id: Number(row.last_event_id),
  attempt: row.attempt,
  delivered: row.error === null,
  status: row.status,
  error: row.error,
  latency_ms: row.latency_ms,
  attempted_at: row.attempted_at,
})
