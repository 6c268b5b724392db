import { z } from 'zod'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { queryInteger } from '../http/query.ts'
import { noPath } from '../http/schema.ts'
import { findCheckpoint } from './checkpoint.ts'

export const getEventCheckpoint = endpoint({
  operationId: 'get_event_checkpoint',
  method: 'GET',
  path: '/events/checkpoint',
  tag: 'Events',
  summary: 'Get a checkpoint of the log',
  description:
    'One hash that stands for all events up to its last, in their order and words. Keep it somewhere else: what it stands for cannot be changed any more without being seen (/docs/guide/events).',
  scope: 'events:read',
  notToNarrow: true,
  pathSchema: noPath,
  load: 'search',
  querySchema: z.strictObject({
    event_id: queryInteger(1, Number.MAX_SAFE_INTEGER, 'must be an event id')
      .optional()
      .meta({ description: 'The one that has this event; left out: the newest' }),
  }),
  answers: {
    200: {
      description: 'The checkpoint',
      schema: z
        .object({
          first_event_id: z.int(),
          last_event_id: z.int(),
          root: z.string().meta({ description: 'Of the tree over its own events' }),
          hash: z.string().meta({ description: 'Over the root and all that came before' }),
          closed_at: z.iso.datetime(),
        })
        .meta({ id: 'EventCheckpoint' }),
    },
  },
  problems: ['not_found'],
  async handle({ db, companyId, query }) {
    const asked = query.event_id === undefined ? undefined : BigInt(query.event_id)
    const found = await findCheckpoint(db, companyId, asked)
    if (!found)
      throw new Problem(
        'not_found',
        asked === undefined
          ? 'There is no checkpoint yet; the first is closed about a minute after the first event.'
          : `No checkpoint has event ${asked}: it does not exist, or is less than about a minute old.`,
      )
    return {
      body: {
        first_event_id: Number(found.first_event_id),
        last_event_id: Number(found.last_event_id),
        root: found.root.toString('hex'),
        hash: found.hash.toString('hex'),
        closed_at: found.closed_at,
      },
    }
  },
})
