import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { type DeliveryRow, deliveryColumns, deliverySchema, showDeliveries } from './delivery.ts'
import { findWebhook, webhookPath } from './webhook.ts'

export const listWebhookDeliveries = endpoint({
  operationId: 'list_webhook_deliveries',
  method: 'GET',
  path: '/webhooks/{identifier}/deliveries',
  tag: 'Webhooks',
  summary: "List a webhook's deliveries",
  description: 'Each attempt of the last 30 days and how it went, newest first.',
  scope: 'webhooks:read',
  pathSchema: webhookPath,
  querySchema: listQuery,
  answers: { 200: { description: 'A page of deliveries', schema: pageOf(deliverySchema) } },
  async handle({ db, companyId, caller, path: { identifier }, query }) {
    const { number } = await findWebhook(db, companyId, identifier)
    const rows = await db.many<DeliveryRow>(sql`
      select ${deliveryColumns} from deliveries
      where company_id = ${companyId} and webhook_id = ${identifier} and delivery_id < ${before(query.cursor)}
      order by delivery_id desc limit ${query.limit + 1}`)
    const page = toPage(
      rows,
      query.limit,
      ({ delivery_id }) => delivery_id,
      (row) => row,
    )
    const withEvents = caller.scopes.includes('events:read')
    return { body: { ...page, data: await showDeliveries(db, companyId, number, page.data, withEvents) } }
  },
})
