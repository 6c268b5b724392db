import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { type EventType, eventTypes } from '../events/event-types.ts'
import { Problem } from '../ground/errors.ts'
import { obeysTextRule, text, timestamp, uuid } from '../http/schema.ts'
import { CALLBACK_URL_MAX } from './callback-url.ts'

export const webhookStates = ['active', 'scheduled', 'dispatching', 'backing_off', 'failed'] as const

export type WebhookRow = {
  webhook_id: string
  number: number
  callback_url: string
  state: (typeof webhookStates)[number]
  last_sent_event_id: bigint
  max_batch_size: number
  max_wait_seconds: number
  event_types: EventType[] | null
  failing_since: Date | null
  next_attempt_at: Date | null
  redeliver_from: bigint | null
  redeliver_through: bigint | null
  former_secret_until: Date | null
  created_at: Date
  updated_at: Date
}

/**
 * What is shown of the row `webhooks`. Only `active`, `backing_off` and `failed` are stored; that a delivery
 * is under way or that events wait follows from the lease and the head of the log, so it can never be stale.
 */
export const webhookColumns = sql`webhook_id, number, callback_url, last_sent_event_id, max_batch_size, max_wait_seconds, event_types,
  failing_since, next_attempt_at, redeliver_from, redeliver_through,
  case when former_secret_until > jetpay_now() then former_secret_until end as former_secret_until, webhooks.created_at, webhooks.updated_at,
  case when webhooks.state = 'failed' then 'failed'
    when lease_id is not null and leased_until > jetpay_now() then 'dispatching'
    when webhooks.state = 'active' and last_sent_event_id < (
      select last_event_id from event_heads where event_heads.company_id = webhooks.company_id) then 'scheduled'
    else webhooks.state end as state`

/** The fields of a webhook that a client sets. */
export const webhookFields = {
  callback_url: text(CALLBACK_URL_MAX).meta({
    format: 'uri',
    description: 'https, unique in your company',
    example: 'https://shop.example/webhooks',
  }),
  callback_api_key: z
    .string()
    .regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, 'must be printable ASCII')
    .max(500)
    .check(obeysTextRule(500))
    .meta({ description: 'Sent to you as `X-Api-Key`. Encrypted, and never shown again.' }),
  max_batch_size: z.int().min(1, 'must be 1 to 100').max(100, 'must be 1 to 100'),
  max_wait_seconds: z
    .int()
    .min(0, 'must be 0, or 60 to 3600')
    .max(3600, 'must be 0, or 60 to 3600')
    .refine((seconds) => seconds === 0 || seconds >= 60, 'must be 0, or 60 to 3600')
    .meta({ description: '60 to 3600, or 0: at once' }),
  event_types: z
    .array(z.enum(eventTypes))
    .min(1, 'must have at least one; null is all')
    .max(eventTypes.length, `must have at most ${eventTypes.length} items`)
    .refine((types) => new Set(types).size === types.length, 'must have each once')
    .transform((types) => types.toSorted())
    .nullable()
    .meta({
      description: 'What it hears; null, or left out on creation: every type, also those to come',
      examples: [['transactions.debits.paid', 'transactions.debits.failed']],
    }),
  replay_from_event_id: z
    .int()
    .min(1, 'must be 1 or more')
    .meta({ description: 'Deliver from this event on, it included' }),
  replay_from_timestamp: timestamp.meta({
    description: 'Deliver from the first event on that was created at this time or later',
  }),
}

export const webhookSchema = z
  .object({
    id: z.int(),
    identifier: uuid,
    callback_url: z.string(),
    state: z.enum(webhookStates),
    last_sent_event_id: z.int().meta({
      description:
        'The highest event that you have confirmed, or that was passed over behind it: not of your `event_types`',
    }),
    max_batch_size: z.int(),
    max_wait_seconds: z.int(),
    event_types: z.array(z.enum(eventTypes)).nullable().meta({ description: 'What it hears; null: all' }),
    failing_since: z.iso.datetime().nullable(),
    next_attempt_at: z.iso.datetime().nullable().meta({ description: 'While `backing_off`' }),
    redelivery: z
      .object({ from_event_id: z.int(), through_event_id: z.int() })
      .nullable()
      .meta({ description: 'What is still to be delivered again because you asked' }),
    former_secret_until: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'While a signing secret follows another: until then the former signs too' }),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Webhook' })

export const webhookPath = z.object({ identifier: uuid })

export const showWebhook = (row: WebhookRow) => ({
  id: row.number,
  identifier: row.webhook_id,
  callback_url: row.callback_url,
  state: row.state,
  last_sent_event_id: Number(row.last_sent_event_id),
  max_batch_size: row.max_batch_size,
  max_wait_seconds: row.max_wait_seconds,
  event_types: row.event_types,
  failing_since: row.failing_since,
  next_attempt_at: row.next_attempt_at,
  redelivery:
    row.redeliver_from === null
      ? null
      : { from_event_id: Number(row.redeliver_from), through_event_id: Number(row.redeliver_through) },
  former_secret_until: row.former_secret_until,
  created_at: row.created_at,
  updated_at: row.updated_at,
})

/** The webhook, or 404 for one that is unknown, deleted or another company's. */
export async function findWebhook(db: Db, companyId: string, webhookId: string): Promise<WebhookRow> {
  const webhook = await db.first<WebhookRow>(sql`
    select ${webhookColumns} from webhooks where company_id = ${companyId} and webhook_id = ${webhookId}`)
  if (!webhook) throw noWebhook(webhookId)
  return webhook
}

export const noWebhook = (webhookId: string) =>
  new Problem('not_found', `There is no webhook ${webhookId}; GET /webhooks lists those there are.`)
