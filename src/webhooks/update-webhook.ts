import { z } from 'zod'
import { sql, violatedConstraint } from '../db/sql.ts'
import { requireScope } from '../http/authenticate.ts'
import { endpoint } from '../http/endpoint.ts'
import { duplicateCallbackUrl, requireCallbackUrl } from './callback-url.ts'
import { addressRule } from './public-address.ts'
import { replayCursor } from './replay-cursor.ts'
import {
  findWebhook,
  noWebhook,
  showWebhook,
  type WebhookRow,
  webhookColumns,
  webhookFields,
  webhookPath,
  webhookSchema,
} from './webhook.ts'
import { sealSecret } from './webhook-secrets.ts'

export const updateWebhook = endpoint({
  operationId: 'update_webhook',
  method: 'PATCH',
  path: '/webhooks/{identifier}',
  tag: 'Webhooks',
  summary: 'Change a webhook',
  description:
    'Fields that are left out stay as they are; `callback_api_key: null` sends none any more. A replay field sets the cursor, back or ahead. A webhook that is backing off tries again at once. Changing `callback_url`, or the cursor by a replay field, needs the scope `events:read` too.',
  scope: 'webhooks:write',
  pathSchema: webhookPath,
  bodySchema: z
    .strictObject({ ...webhookFields, callback_api_key: webhookFields.callback_api_key.nullable() })
    .partial(),
  answers: { 200: { description: 'The webhook as it is now', schema: webhookSchema } },
  // Asks DNS, so it must not be in a transaction; the change itself is one statement.
  runs: 'network',
  load: 'call',
  async handle({ context, db, companyId, caller, path: { identifier }, body }) {
    const replays = body.replay_from_event_id !== undefined || body.replay_from_timestamp !== undefined
    // Whoever says where events go, or that they go again, could read them there.
    if (replays || body.callback_url !== undefined) requireScope(caller, 'events:read')
    await findWebhook(db, companyId, identifier)
    const { callback_url: url, callback_api_key: apiKey } = body
    const normalUrl = url && (await requireCallbackUrl(url, addressRule(context.config)))
    const cursor = replays ? await replayCursor(db, companyId, body) : null
    const sealed = apiKey ? sealSecret(context.seal, companyId, identifier, 'callback_api_key', apiKey) : null
    const webhook = await db
      .first<WebhookRow>(sql`
        update webhooks set
          callback_url = coalesce(${url ?? null}, callback_url),
          callback_url_normal = coalesce(${normalUrl ?? null}, callback_url_normal),
          callback_api_key_sealed = case when ${apiKey === undefined}::boolean then callback_api_key_sealed else ${sealed} end,
          max_batch_size = coalesce(${body.max_batch_size ?? null}, max_batch_size),
          max_wait_seconds = coalesce(${body.max_wait_seconds ?? null}, max_wait_seconds),
          last_sent_event_id = coalesce(${cursor}, last_sent_event_id),
          next_attempt_at = case when state = 'backing_off' then jetpay_now() end,
          updated_at = jetpay_now()
        where company_id = ${companyId} and webhook_id = ${identifier}
        returning ${webhookColumns}`)
      .catch((error) => {
        throw violatedConstraint(error) === 'webhooks_callback_url_unique' ? duplicateCallbackUrl() : error
      })
    if (!webhook) throw noWebhook(identifier)
    return { body: showWebhook(webhook) }
  },
})
