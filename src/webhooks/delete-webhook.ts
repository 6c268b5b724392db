import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { okSchema } from '../http/schema.ts'
import { noWebhook, webhookPath } from './webhook.ts'

export const deleteWebhook = endpoint({
  operationId: 'delete_webhook',
  method: 'DELETE',
  path: '/webhooks/{identifier}',
  tag: 'Webhooks',
  summary: 'Delete a webhook',
  description: 'Nothing more is sent, except a delivery that is under way. Its delivery log goes with it.',
  scope: 'webhooks:write',
  pathSchema: webhookPath,
  answers: { 200: { description: 'Deleted', schema: okSchema } },
  async handle({ db, companyId, path: { identifier } }) {
    const deleted = await db.run(
      sql`delete from webhooks where company_id = ${companyId} and webhook_id = ${identifier}`,
    )
    if (deleted === 0) throw noWebhook(identifier)
    return { body: { ok: true } }
  },
})
