import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { newestEventId } from '../events/event.ts'
import { eventPath, noEvent } from '../events/event-path.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { uuid } from '../http/schema.ts'
import { errorClasses } from './delivery-error.ts'

/** Events of one delivery at most (`max_batch_size`): one that has this event begins no earlier before it. */
const BATCH_MAX = 100
/** Attempts that are shown of one webhook, the newest; a schedule of retries has fewer. */
const ATTEMPTS_SHOWN = 20
/** More webhooks than anybody has; each costs one look at an index. */
const WEBHOOKS_MAX = 100

type Row = {
  webhook_id: string
  callback_url: string
  stopped: boolean
  last_sent_event_id: bigint
  attempts: {
    identifier: string
    kind: string
    attempt: number
    status: number | null
    error_class: string | null
    error: string | null
    attempted_at: string
  }[]
}

export const listEventDeliveries = endpoint({
  operationId: 'list_event_deliveries',
  method: 'GET',
  path: '/events/{event_id}/deliveries',
  tag: 'Events',
  summary: 'See which webhooks got an event',
  description:
    'Each of your webhooks, whether it has confirmed the event, and its attempts of the last 30 days.',
  scope: 'webhooks:read',
  alsoScope: 'events:read',
  pathSchema: eventPath,
  answers: {
    200: {
      description: 'All webhooks',
      schema: z
        .object({
          data: z.array(
            z.object({
              webhook_id: uuid,
              callback_url: z.string(),
              stopped: z.boolean().meta({
                description:
                  'The webhook has failed for too long: what it has not confirmed comes once it is resumed (`POST /webhooks/{identifier}/resume`)',
              }),
              confirmed: z.boolean().meta({
                description: 'It stands behind this event: it has answered it, or was set to begin later',
              }),
              attempts: z.array(
                z.object({
                  identifier: uuid,
                  kind: z.enum(['events', 'redelivery', 'test']),
                  attempt: z.int(),
                  delivered: z.boolean(),
                  status: z.int().nullable(),
                  error_class: z.enum(errorClasses).nullable(),
                  error: z.string().nullable(),
                  attempted_at: z.iso.datetime(),
                }),
              ),
            }),
          ),
        })
        .meta({ id: 'EventDeliveries' }),
    },
  },
  async handle({ db, companyId, path: { event_id: eventId } }) {
    if (eventId > (await newestEventId(db, companyId))) throw new Problem('not_found', noEvent(eventId))
    const rows = await db.many<Row>(sql`
      select webhook_id, callback_url, state = 'failed' as stopped, last_sent_event_id, (
        select coalesce(jsonb_agg(jsonb_build_object('identifier', delivery_id, 'kind', kind, 'attempt', attempt,
          'status', status, 'error_class', error_class, 'error', error, 'attempted_at', to_char(
            attempted_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by delivery_id desc), '[]')
        from (
          select delivery_id, kind, attempt, status, error_class, error, attempted_at from deliveries d
          where d.company_id = w.company_id and d.webhook_id = w.webhook_id
            and first_event_id between ${eventId}::bigint - ${BATCH_MAX} and ${eventId} and last_event_id >= ${eventId}
          order by delivery_id desc limit ${ATTEMPTS_SHOWN}
        ) tried) as attempts
      from webhooks w where company_id = ${companyId} order by webhook_id limit ${WEBHOOKS_MAX}`)
    return {
      body: {
        data: rows.map(({ attempts, last_sent_event_id, ...webhook }) => ({
          ...webhook,
          confirmed: last_sent_event_id >= eventId,
          attempts: attempts.map((attempt) => ({ ...attempt, delivered: attempt.error === null })),
        })),
      },
    }
  },
})
