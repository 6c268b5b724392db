import { type Db, sql } from '../db/sql.ts'
import { systemClock } from '../ground/clock.ts'
import { newId } from '../ground/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import { timed } from '../http/timing.ts'
import type { Context } from '../process/context.ts'
import { type DeliveryRow, deliveryColumns, deliverySchema, showDeliveries } from './delivery.ts'
import { type Receiver, secretColumns, signedDelivery, testEvent } from './dispatch.ts'
import { openPoster } from './post-delivery.ts'
import { addressRule } from './public-address.ts'
import { noWebhook, webhookPath } from './webhook.ts'

export const testWebhook = endpoint({
  operationId: 'test_webhook',
  method: 'POST',
  path: '/webhooks/{identifier}/test',
  tag: 'Webhooks',
  summary: 'Send a test delivery',
  description:
    'Sends one event of type `webhooks.test` and id 0 now, signed as all are, and answers how that went. It is not part of the log of events and changes neither state nor cursor.',
  scope: 'webhooks:write',
  pathSchema: webhookPath,
  answers: { 200: { description: 'How it went', schema: deliverySchema } },
  runs: 'network',
  load: 'call',
  async handle({ context, db, companyId, path: { identifier }, timing }) {
    const receiver = await db.first<Receiver>(sql`
      select company_id, webhook_id, number, callback_url, ${secretColumns}
      from webhooks where company_id = ${companyId} and webhook_id = ${identifier}`)
    if (!receiver) throw noWebhook(identifier)
    return { body: await timed(timing, 'networkMs', deliverTest(context, db, receiver)) }
  },
})

async function deliverTest(context: Context, db: Db, receiver: Receiver) {
  const { clock, config } = context
  const now = clock.now()
  const delivery = await signedDelivery(context, receiver, [testEvent(now)])
  const poster = openPoster(addressRule(config), systemClock)
  const result = await poster.post(delivery).finally(() => poster.close())
  const { status, errorClass, error, responseExcerpt, latencyMs } = result
  const kept = await db.first<DeliveryRow>(sql`
    insert into deliveries (company_id, webhook_id, delivery_id, kind, first_event_id, last_event_id, attempt, status,
      error_class, error, response_excerpt, latency_ms, attempted_at)
    select company_id, webhook_id, ${newId()}, 'test', 0, 0, 1, ${status}::integer, ${errorClass}::text, ${error}::text,
      ${responseExcerpt}::text, ${latencyMs}, ${now}
    from webhooks where company_id = ${receiver.company_id} and webhook_id = ${receiver.webhook_id}
    returning ${deliveryColumns}`)
  if (!kept) throw noWebhook(receiver.webhook_id)
  const [shown] = await showDeliveries(db, receiver.company_id, receiver.number, [kept], false)
  return shown
}
