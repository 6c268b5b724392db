import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import { clockSchema, readClock, showClock } from './sandbox-clock.ts'

export const getSandboxClock = endpoint({
  operationId: 'get_sandbox_clock',
  method: 'GET',
  path: '/sandbox/clock',
  tag: 'Sandbox',
  summary: 'What time the demo has',
  description: 'In the demo only.',
  scope: 'company:read',
  pathSchema: noPath,
  answers: { 200: { description: 'The clock', schema: clockSchema } },
  demoOnly: true,
  handle: async ({ db }) => ({ body: showClock(await readClock(db)) }),
})
