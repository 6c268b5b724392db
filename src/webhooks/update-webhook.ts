import { z } from 'zod'
import { sql, violatedConstraint } from '../db/sql.ts'
import { requireScope } from '../http/authenticate.ts'
import { endpoint } from '../http/endpoint.ts'
import { duplicateCallbackUrl, requireCallbackUrl } from './callback-url.ts'
import { addressRule } from './public-address.ts'
import { replayCursor } from './replay-cursor.ts'
import {
  noWebhook,
  showWebhook,
  type WebhookRow,
  webhookColumns,
  webhookFields,
  webhookPath,
  webhookSchema,
} from './webhook.ts'
import { findApiKey, sealSecret } from './webhook-secrets.ts'

export const updateWebhook = endpoint({
  operationId: 'update_webhook',
  method: 'PATCH',
  path: '/webhooks/{identifier}',
  tag: 'Webhooks',
  summary: 'Change a webhook',
  description:
    'Fields that are left out stay as they are; `callback_api_key: null` sends none any more, `event_types: null` hears all. A change of nothing leaves `updated_at` alone. A replay field sets the cursor, back or ahead. A webhook that is backing off tries again at once. Changing `callback_url`, `event_types`, or the cursor by a replay field, needs the scope `events:read` too.',
  scope: 'webhooks:write',
  // Who changes where events go, or the key beside them, has them as who made the webhook.
  reauthenticate: true,
  pathSchema: webhookPath,
  bodySchema: z
    .strictObject({ ...webhookFields, callback_api_key: webhookFields.callback_api_key.nullable() })
    .partial(),
  answers: { 200: { description: 'The webhook as it is now', schema: webhookSchema } },
  // Asks DNS, so it must not be in a transaction; the change itself is one statement.
  runs: 'network',
  load: 'call',
  permit({ caller, body }) {
    // Whoever says where events go, or that they go again, could read them there.
    if (replays(body) || body.event_types !== undefined || body.callback_url !== undefined)
      requireScope(caller, 'events:read')
  },
  async handle({ context, db, companyId, path: { identifier }, body }) {
    const hears = body.event_types !== undefined
    const { callback_url: url, callback_api_key: apiKey } = body
    const hadKey = await findApiKey(db, context.seal, companyId, identifier)
    const normalUrl = url && (await requireCallbackUrl(url, addressRule(context.config)))
    const cursor = replays(body) ? await replayCursor(db, companyId, body) : null
    const sealed = apiKey ? sealSecret(context.seal, companyId, identifier, 'callback_api_key', apiKey) : null
    // Sealed anew the same key is other bytes, so it is compared before.
    const newKey = apiKey !== undefined && apiKey !== hadKey
    const asked = sql`coalesce(${url ?? null}, callback_url), coalesce(${body.max_batch_size ?? null}, max_batch_size),
      coalesce(${body.max_wait_seconds ?? null}, max_wait_seconds), coalesce(${cursor}, last_sent_event_id),
      case when ${hears} then ${body.event_types ?? null}::text[] else event_types end`
    const fields = sql`callback_url, max_batch_size, max_wait_seconds, last_sent_event_id, event_types`
    const webhook = await db
      .first<WebhookRow>(sql`
        update webhooks set
          (${fields}) = row (${asked}),
          callback_url_normal = coalesce(${normalUrl ?? null}, callback_url_normal),
          callback_api_key_sealed = case when ${newKey} then ${sealed} else callback_api_key_sealed end,
          full_from_event_id = null,
          next_attempt_at = case when state = 'backing_off' then jetpay_now() end,
          updated_at = case when ${newKey} or (${fields}) is distinct from row (${asked}) then jetpay_now() else updated_at end
        where company_id = ${companyId} and webhook_id = ${identifier}
        returning ${webhookColumns}`)
      .catch((error) => {
        throw violatedConstraint(error) === 'webhooks_callback_url_unique' ? duplicateCallbackUrl() : error
      })
    if (!webhook) throw noWebhook(identifier)
    return { body: showWebhook(webhook) }
  },
})

const replays = (body: { replay_from_event_id?: unknown; replay_from_timestamp?: unknown }) =>
  body.replay_from_event_id !== undefined || body.replay_from_timestamp !== undefined
