import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { requireInLog } from './replay-cursor.ts'
import {
  findWebhook,
  showWebhook,
  type WebhookRow,
  webhookColumns,
  webhookPath,
  webhookSchema,
} from './webhook.ts'

const eventId = z.int().min(1, 'must be 1 or more')

export const redeliverWebhook = endpoint({
  operationId: 'redeliver_webhook',
  method: 'POST',
  path: '/webhooks/{identifier}/redeliver',
  tag: 'Webhooks',
  summary: 'Deliver events again',
  description:
    'Delivers one event, or a range of them (of those that the webhook hears), once more, beside what is new, with the header `X-Jetpay-Redelivery: true`. The cursor stays where it is. One redelivery at a time, while the webhook is well; a failed delivery ends it, and `GET …/deliveries` says why.',
  scope: 'webhooks:write',
  // Whoever says where events go, or that they go again, could read them there.
  alsoScope: 'events:read',
  pathSchema: webhookPath,
  bodySchema: z.strictObject({
    from_event_id: eventId.meta({ description: 'The first, it included' }),
    through_event_id: eventId
      .optional()
      .meta({ description: 'The last, it included; without it one event is delivered' }),
  }),
  answers: {
    200: { description: 'The webhook, `redelivery` showing what is still to come', schema: webhookSchema },
  },
  problems: ['wrong_state', 'events_archived'],
  async handle({ db, companyId, path: { identifier }, body }) {
    const from = body.from_event_id
    const through = body.through_event_id ?? from
    const webhook = await findWebhook(db, companyId, identifier)
    if (through < from) throw invalid('through_event_id', 'must not be before the first event')
    if (BigInt(through) > webhook.last_sent_event_id) {
      const path = body.through_event_id === undefined ? 'from_event_id' : 'through_event_id'
      throw invalid(
        path,
        `must be at most ${webhook.last_sent_event_id}: what comes after is delivered anyway`,
      )
    }
    await requireInLog(db, companyId, BigInt(from) - 1n)
    if (from === through && webhook.event_types) await requireHeard(db, companyId, webhook.event_types, from)
    const changed = await db.first<WebhookRow>(sql`
      update webhooks set redeliver_from = ${from}, redeliver_through = ${through}, updated_at = jetpay_now()
      where company_id = ${companyId} and webhook_id = ${identifier} and state = 'active' and redeliver_from is null
      returning ${webhookColumns}`)
    // Another change came in between: it is told as it is now.
    if (!changed) throw notNow(await findWebhook(db, companyId, identifier))
    return { body: showWebhook(changed) }
  },
})

/** A range has of them what there is; one event alone is meant to come. */
async function requireHeard(db: Db, companyId: string, types: string[], eventId: number): Promise<void> {
  const event = await db.first<{ type: string }>(sql`
    select type from events where company_id = ${companyId} and event_id = ${eventId}`)
  if (event && !types.includes(event.type))
    throw invalid('from_event_id', `is a ${event.type}, which this webhook does not hear (event_types)`)
}

const notNow = ({ state, redeliver_from }: WebhookRow) =>
  new Problem(
    'wrong_state',
    redeliver_from === null
      ? `The webhook is ${state}; ask again once it is delivered to (POST …/resume tries at once).`
      : 'A redelivery is under way; ask again when GET shows `redelivery` as null.',
  )

const invalid = (path: string, message: string) =>
  new Problem('validation_failed', `Correct these fields: ${path}.`, { errors: [{ path, message }] })
