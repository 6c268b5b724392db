import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath, uuid } from '../http/schema.ts'

type FailingRow = {
  company_id: string
  company_name: string
  webhook_id: string
  number: number
  callback_url: string
  state: 'active' | 'backing_off' | 'failed'
  failures: number
  failing_since: Date
  next_attempt_at: Date | null
  waiting: bigint
  error: string | null
}

const failingSchema = z
  .object({
    identifier: uuid,
    company_id: uuid,
    company_name: z.string(),
    number: z.int(),
    receiver: z.string().meta({ description: 'Without its query, which may hold a secret' }),
    state: z.enum(['active', 'backing_off', 'failed']),
    failures: z.int(),
    failing_since: z.iso.datetime(),
    next_attempt_at: z.iso.datetime().nullable(),
    events_waiting: z.int(),
    reason: z.string().nullable(),
    next_step: z.string(),
  })
  .meta({ id: 'FailingWebhook' })

const show = ({ webhook_id, callback_url, waiting, error, ...row }: FailingRow) => {
  const { origin, pathname } = new URL(callback_url)
  return {
    identifier: webhook_id,
    ...row,
    receiver: `${origin}${pathname}`,
    events_waiting: Number(waiting),
    reason: error,
    next_step:
      row.state === 'failed'
        ? 'It has stopped and nothing is lost. Tell the company; once its receiver works, it resumes the webhook.'
        : 'It is tried again by itself and nothing is lost. Tell the company if it lasts.',
  }
}

export const listFailingWebhooks = endpoint({
  operationId: 'list_failing_webhooks',
  method: 'GET',
  path: '/operator/failing_webhooks',
  tag: 'Operator',
  summary: 'List webhooks that fail',
  description: 'Of all companies: since when, why, and how many events wait.',
  scope: 'operator:read',
  pathSchema: noPath,
  querySchema: listQuery,
  answers: { 200: { description: 'A page of webhooks', schema: pageOf(failingSchema) } },
  async handle({ db, query: { cursor, limit } }) {
    const rows = await db.many<FailingRow>(sql`
      with failing as materialized (
        select * from webhooks where failing_since is not null and webhook_id < ${before(cursor)}
        order by webhook_id desc limit ${limit + 1}
      )
      select w.company_id, c.name as company_name, w.webhook_id, w.number, w.callback_url, w.state, w.failures,
        w.failing_since, w.next_attempt_at, h.last_event_id - w.last_sent_event_id as waiting, d.error
      from failing w join companies c on c.company_id = w.company_id
      join event_heads h on h.company_id = w.company_id
      left join lateral (
        select error from deliveries d where d.company_id = w.company_id and d.webhook_id = w.webhook_id
        order by d.delivery_id desc limit 1
      ) d on true
      order by w.webhook_id desc`)
    return { body: toPage(rows, limit, (row) => row.webhook_id, show) }
  },
})
