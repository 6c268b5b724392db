import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { noPath, okSchema } from '../http/schema.ts'
import { askSimulator } from './ask-simulator.ts'

export const endNetworkDay = endpoint({
  operationId: 'end_sandbox_network_day',
  method: 'POST',
  path: '/sandbox/clearing',
  tag: 'Sandbox',
  summary: 'End the network’s day',
  description:
    'In the demo only. The network clears now what it has captured, as it does by itself at midnight UTC: debits become `completed`, and payouts follow.',
  scope: 'company:write',
  pathSchema: noPath,
  bodySchema: z.strictObject({}).optional(),
  answers: { 200: { description: 'The clearing file is on its way', schema: okSchema } },
  runs: 'network',
  demoOnly: true,
  async handle({ context }) {
    await askSimulator(context, 'POST', '/clearing')
    return { body: { ok: true } }
  },
})
