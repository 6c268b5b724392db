import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import { type EventType, eventKinds, eventTypes } from './event-types.ts'

export const listEventTypes = endpoint({
  operationId: 'list_event_types',
  method: 'GET',
  path: '/events/types',
  tag: 'Events',
  summary: 'List the types of events',
  description: 'What can come, in words; `/docs` has the fields of each. Later versions may have more.',
  scope: ['events:read', 'webhooks:read'],
  pathSchema: noPath,
  answers: {
    200: {
      description: 'All of them',
      schema: z
        .object({
          data: z.array(z.object({ type: z.enum(eventTypes), description: z.string() })),
        })
        .meta({ id: 'EventTypes' }),
    },
  },
  handle: async () => ({
    body: {
      data: eventTypes.map((type) => ({ type, description: eventKinds[type as EventType].says })),
    },
  }),
})
