import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { requireInLog } from './replay-cursor.ts'
import {
  noWebhook,
  showWebhook,
  type WebhookRow,
  webhookColumns,
  webhookPath,
  webhookSchema,
} from './webhook.ts'

export const resumeWebhook = endpoint({
  operationId: 'resume_webhook',
  method: 'POST',
  path: '/webhooks/{identifier}/resume',
  tag: 'Webhooks',
  summary: 'Resume a webhook',
  description:
    'A `failed` webhook goes on after the last event that you confirmed, and one that is backing off tries at once; both with a new retry schedule. Others are left as they are.',
  scope: 'webhooks:write',
  // Whoever says where events go, or that they go again, could read them there.
  alsoScope: 'events:read',
  pathSchema: webhookPath,
  answers: { 200: { description: 'The webhook as it is now', schema: webhookSchema } },
  problems: ['events_archived'],
  async handle({ db, companyId, path: { identifier } }) {
    const webhook = await db.first<WebhookRow>(sql`
      update webhooks set state = 'active', failures = 0, failing_since = null, next_attempt_at = null,
        last_failed_at = null, alerted = null, batch_limit = null,
        updated_at = case when state = 'active' then updated_at else jetpay_now() end
      where company_id = ${companyId} and webhook_id = ${identifier}
      returning ${webhookColumns}`)
    if (!webhook) throw noWebhook(identifier)
    await requireInLog(db, companyId, webhook.last_sent_event_id)
    return { body: showWebhook(webhook) }
  },
})
