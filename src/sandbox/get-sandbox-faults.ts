import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import { askSimulator } from './ask-simulator.ts'
import { faultsSchema } from './sandbox-faults.ts'

export const getSandboxFaults = endpoint({
  operationId: 'get_sandbox_faults',
  method: 'GET',
  path: '/sandbox/faults',
  tag: 'Sandbox',
  summary: 'See what the demo’s network does wrong',
  description: 'In the demo only. Counts go down as they are used up.',
  scope: 'company:read',
  pathSchema: noPath,
  answers: { 200: { description: 'The faults', schema: faultsSchema } },
  demoOnly: true,
  handle: async ({ context }) => ({ body: await askSimulator(context, 'POST', '/faults', {}) }),
})
