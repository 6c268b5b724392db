import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ground/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import { claim } from '../http/idempotency.ts'
import { keepAnswer } from '../http/idempotency-key.ts'
import { noPath } from '../http/schema.ts'
import type { StoredAnswer } from '../http/stored-answer.ts'
import { timedContext } from '../http/timing.ts'
import type { Context } from '../process/context.ts'
import { duplicateCallbackUrl, requireCallbackUrl } from './callback-url.ts'
import { addressRule } from './public-address.ts'
import { type Replay, replayCursor } from './replay-cursor.ts'
import { showWebhook, type WebhookRow, webhookColumns, webhookFields, webhookSchema } from './webhook.ts'
import { newSigningSecret, openSecret, sealSecret } from './webhook-secrets.ts'

const fields = webhookFields
const bodySchema = z.strictObject({
  callback_url: fields.callback_url,
  callback_api_key: fields.callback_api_key.optional(),
  max_batch_size: fields.max_batch_size.default(10),
  max_wait_seconds: fields.max_wait_seconds.default(60),
  event_types: fields.event_types.default(null),
  replay_from_event_id: fields.replay_from_event_id.optional(),
  replay_from_timestamp: fields.replay_from_timestamp.optional(),
})

export const createWebhook = endpoint({
  operationId: 'create_webhook',
  method: 'POST',
  path: '/webhooks',
  tag: 'Webhooks',
  summary: 'Create a webhook',
  description:
    'Your events are delivered to `callback_url` in order, from now on or from where you ask. `signing_secret` (Standard Webhooks) is shown this once.',
  scope: 'webhooks:write',
  // Whoever says where events go, or that they go again, could read them there.
  alsoScope: 'events:read',
  reauthenticate: true,
  pathSchema: noPath,
  bodySchema,
  answers: {
    201: {
      description: 'The webhook',
      schema: webhookSchema.extend({ signing_secret: z.string() }).meta({ id: 'CreatedWebhook' }),
    },
  },
  // Asks DNS before its transaction, and keeps its own answer: what is stored must not hold the secret.
  runs: 'itself',
  load: 'call',
  async handle({ context, companyId, body, idempotencyKey, timing }) {
    const normalUrl = await requireCallbackUrl(body.callback_url, addressRule(context.config))
    return timedContext(context, timing).db.transaction(async (db) => {
      const replay = idempotencyKey && (await claim(db, idempotencyKey))
      if (replay) return { replay: await withSecret(context, db, companyId, replay) }
      const secret = newSigningSecret()
      const webhook = showWebhook(await insert(context, db, companyId, normalUrl, body, secret))
      if (idempotencyKey) await keepAnswer(db, idempotencyKey, { status: 201, text: JSON.stringify(webhook) })
      return { status: 201, body: { ...webhook, signing_secret: secret } }
    })
  },
})

async function insert(
  { seal }: Context,
  db: Db,
  companyId: string,
  normalUrl: string,
  body: z.infer<typeof bodySchema> & Replay,
  secret: string,
): Promise<WebhookRow> {
  const webhookId = newId()
  const apiKey = body.callback_api_key
  const row = await db.first<WebhookRow>(sql`
    insert into webhooks (company_id, webhook_id, callback_url, callback_url_normal, callback_api_key_sealed,
      signing_secret_sealed, max_batch_size, max_wait_seconds, event_types, last_sent_event_id)
    values (${companyId}, ${webhookId}, ${body.callback_url}, ${normalUrl},
      ${apiKey ? sealSecret(seal, companyId, webhookId, 'callback_api_key', apiKey) : null},
      ${sealSecret(seal, companyId, webhookId, 'signing_secret', secret)},
      ${body.max_batch_size}, ${body.max_wait_seconds}, ${body.event_types}, ${await replayCursor(db, companyId, body)})
    on conflict on constraint webhooks_callback_url_unique do nothing
    returning ${webhookColumns}`)
  if (!row) throw duplicateCallbackUrl()
  return { ...row, state: 'active' }
}

/**
 * The first answer again, byte for byte: the secret is opened from the webhook's row, so it is the one of now
 * where another has followed it. Without it once that is deleted.
 */
async function withSecret(
  { seal }: Context,
  db: Db,
  companyId: string,
  answer: StoredAnswer,
): Promise<StoredAnswer> {
  const shown = JSON.parse(answer.text) as { identifier: string }
  const row = await db.first<{ signing_secret_sealed: Buffer }>(sql`
    select signing_secret_sealed from webhooks
    where company_id = ${companyId} and webhook_id = ${shown.identifier}`)
  if (!row) return answer
  const { signing_secret_sealed: sealed } = row
  const signing_secret = openSecret(seal, companyId, shown.identifier, 'signing_secret', sealed)
  return { ...answer, text: JSON.stringify({ ...shown, signing_secret }) }
}
