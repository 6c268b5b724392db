import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { definedOf, noPath } from '../http/schema.ts'
import { askSimulator } from './ask-simulator.ts'
import { faultFields, faultsSchema } from './sandbox-faults.ts'

export const setSandboxFaults = endpoint({
  operationId: 'set_sandbox_faults',
  method: 'POST',
  path: '/sandbox/faults',
  tag: 'Sandbox',
  summary: 'Have the demo’s network do something wrong',
  description:
    'In the demo only, for all companies of the installation. Fields that are left out stay as they are; 0 ends a fault. One charge alone goes wrong by its test card (`GET /sandbox/cards`), money by bank by its account number.',
  scope: 'company:write',
  pathSchema: noPath,
  bodySchema: z
    .strictObject({
      ...faultFields,
      drop_link: z
        .literal(true)
        .meta({ description: 'Cuts the links once, now; they come back by themselves' }),
    })
    .partial(),
  answers: { 200: { description: 'The faults as they are now', schema: faultsSchema } },
  runs: 'network',
  demoOnly: true,
  handle: async ({ context, body }) => ({
    body: await askSimulator(context, 'POST', '/faults', definedOf(body)),
  }),
})
