import { z } from 'zod'
import { OperatorError, Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { queryInteger } from '../http/query.ts'
import { archiveFilesOf } from './archive-file.ts'
import { findCheckpoint } from './checkpoint.ts'
import { newestEventId } from './event.ts'
import { eventPath, noEvent } from './event-path.ts'
import { proofSchema } from './proof.ts'
import { proveEvent } from './prove.ts'

export const getEventProof = endpoint({
  operationId: 'get_event_proof',
  method: 'GET',
  path: '/events/{event_id}/proof',
  tag: 'Events',
  summary: 'Prove an event',
  description:
    'All that is needed to check that this event is in your log, word for word: hashes from its text to a checkpoint (/docs/guide/events). Compare that checkpoint’s hash with one that you have kept, or that `GET /events/checkpoint` said before. Also of archived events.',
  scope: 'events:read',
  // A block’s events are read to make it, and a file where they are archived.
  load: 'search',
  notToNarrow: true,
  pathSchema: eventPath,
  querySchema: z.strictObject({
    to: queryInteger(1, Number.MAX_SAFE_INTEGER, 'must be an event id')
      .optional()
      .meta({ description: 'Up to the checkpoint that has this event; left out: the event’s own' }),
  }),
  answers: { 200: { description: 'The proof', schema: proofSchema.meta({ id: 'EventProof' }) } },
  problems: ['wrong_state'],
  async handle({ context, db, companyId, path: { event_id: eventId }, query }) {
    const to = BigInt(query.to ?? eventId)
    const newest = await newestEventId(db, companyId)
    for (const id of [eventId, to]) if (id > newest) throw new Problem('not_found', noEvent(id))
    const target = await findCheckpoint(db, companyId, to)
    if (!target || to < eventId)
      throw new Problem(
        'wrong_state',
        to < eventId
          ? 'A proof leads on, never back: `to` must not be before the event.'
          : `Event ${to} is too young: its block is closed within about a minute. Ask again then.`,
      )
    return {
      body: await proveEvent(db, archiveFilesOf(context), companyId, eventId, to).catch((error) => {
        throw error instanceof OperatorError && error.fault === 'wrong_state'
          ? new Problem('wrong_state', error.message)
          : error
      }),
    }
  },
})
