import { z } from 'zod'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath } from '../http/schema.ts'
import { showWebhook, type WebhookRow, webhookColumns, webhookSchema } from './webhook.ts'

export const listWebhooks = endpoint({
  operationId: 'list_webhooks',
  method: 'GET',
  path: '/webhooks',
  tag: 'Webhooks',
  summary: 'List webhooks',
  description: 'Newest first.',
  scope: 'webhooks:read',
  pathSchema: noPath,
  querySchema: listQuery.extend({
    attention: z
      .enum(['webhook_failing'])
      .optional()
      .meta({ description: '`webhook_failing`: those that `GET /company/attention` counts as this' }),
  }),
  answers: { 200: { description: 'A page of webhooks', schema: pageOf(webhookSchema) } },
  async handle({ db, companyId, query }) {
    const rows = await db.many<WebhookRow>(sql`
      select ${webhookColumns} from webhooks
      where company_id = ${companyId} and webhook_id < ${before(query.cursor)}
        ${query.attention ? sql`and state <> 'active'` : empty}
      order by webhook_id desc limit ${query.limit + 1}`)
    return { body: toPage(rows, query.limit, (row) => row.webhook_id, showWebhook) }
  },
})
