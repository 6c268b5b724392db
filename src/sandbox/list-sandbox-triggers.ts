import { z } from 'zod'
import { everydayTypes } from '../events/event-types.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import { clockMoves } from './trigger-recipes.ts'

export const listSandboxTriggers = endpoint({
  operationId: 'list_sandbox_triggers',
  method: 'GET',
  path: '/sandbox/trigger',
  tag: 'Sandbox',
  summary: 'List the events that can be triggered',
  description: 'In the demo only. All types that there are; some move the demo’s clock.',
  scope: 'company:read',
  pathSchema: noPath,
  answers: {
    200: {
      description: 'Their types',
      schema: z
        .object({
          data: z.array(z.enum(everydayTypes)),
          clock_moves: z
            .array(z.object({ type: z.enum(everydayTypes), step: z.string() }))
            .meta({ description: 'Those that move the demo’s clock, and by how much' }),
        })
        .meta({ id: 'SandboxTriggers' }),
    },
  },
  demoOnly: true,
  handle: async () => ({ body: { data: everydayTypes, clock_moves: clockMoves } }),
})
