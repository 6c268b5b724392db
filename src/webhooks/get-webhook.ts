import { endpoint } from '../http/endpoint.ts'
import { findWebhook, showWebhook, webhookPath, webhookSchema } from './webhook.ts'

export const getWebhook = endpoint({
  operationId: 'get_webhook',
  method: 'GET',
  path: '/webhooks/{identifier}',
  tag: 'Webhooks',
  summary: 'Get a webhook',
  scope: 'webhooks:read',
  pathSchema: webhookPath,
  answers: { 200: { description: 'The webhook', schema: webhookSchema } },
  async handle({ db, companyId, path }) {
    return { body: showWebhook(await findWebhook(db, companyId, path.identifier)) }
  },
})
