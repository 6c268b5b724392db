import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import {
  noWebhook,
  showWebhook,
  type WebhookRow,
  webhookColumns,
  webhookPath,
  webhookSchema,
} from './webhook.ts'
import { newSigningSecret, sealSecret } from './webhook-secrets.ts'

const DAY_SECONDS = 86_400
/** A former secret that may have been seen is not to sign for longer. */
const OVERLAP_MAX_SECONDS = 7 * DAY_SECONDS

export const rotateWebhookSecret = endpoint({
  operationId: 'rotate_webhook_secret',
  method: 'POST',
  path: '/webhooks/{identifier}/secret',
  tag: 'Webhooks',
  summary: 'Replace a webhook’s signing secret',
  description:
    'Answers the new `signing_secret`, this once. Until `former_secret_until` each delivery carries a signature by the new and one by the former, so that no delivery is refused while your receivers change over. With `overlap_seconds: 0` the former one ends at once. Asked for again within the overlap, the newest two sign.',
  scope: 'webhooks:write',
  // Whoever has the secret can pretend to be us to the receiver.
  alsoScope: 'events:read',
  reauthenticate: true,
  pathSchema: webhookPath,
  bodySchema: z.strictObject({
    overlap_seconds: z
      .int()
      .min(0, 'must be 0 to 604800')
      .max(OVERLAP_MAX_SECONDS, 'must be 0 to 604800')
      .default(DAY_SECONDS)
      .meta({
        description: 'How long the former secret signs too: a day, if you do not say; a week at most',
      }),
  }),
  answersSecret: true,
  answers: {
    200: {
      description: 'The webhook with its new secret',
      schema: webhookSchema.extend({ signing_secret: z.string() }).meta({ id: 'WebhookWithSecret' }),
    },
  },
  async handle({ db, context, companyId, path: { identifier }, body }) {
    const secret = newSigningSecret()
    const overlap = body.overlap_seconds
    const webhook = await db.first<WebhookRow>(sql`
      update webhooks set signing_secret_sealed = ${sealSecret(context.seal, companyId, identifier, 'signing_secret', secret)},
        former_secret_sealed = case when ${overlap}::integer > 0 then signing_secret_sealed end,
        former_secret_until = case when ${overlap}::integer > 0 then jetpay_now() + make_interval(secs => ${overlap}) end,
        updated_at = jetpay_now()
      where company_id = ${companyId} and webhook_id = ${identifier}
      returning ${webhookColumns}`)
    if (!webhook) throw noWebhook(identifier)
    return { body: { ...showWebhook(webhook), signing_secret: secret } }
  },
})
