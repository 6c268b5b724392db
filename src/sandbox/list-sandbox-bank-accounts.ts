import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import { askSimulator } from './ask-simulator.ts'

const account = z
  .object({
    rail: z.enum(['eft', 'ach']),
    number: z.string(),
    of: z.enum(['debit', 'credit', 'both']),
    behaviour: z.string(),
  })
  .meta({ id: 'SandboxBankAccount' })

export const listSandboxBankAccounts = endpoint({
  operationId: 'list_sandbox_bank_accounts',
  method: 'GET',
  path: '/sandbox/bank_accounts',
  tag: 'Sandbox',
  summary: 'List test account numbers',
  description:
    'In the demo only. What the demo’s bank does with money from and to an account, by its number alone: whatever transit, institution or routing number it has.',
  scope: 'company:read',
  pathSchema: noPath,
  answers: {
    200: {
      description: 'All of them',
      schema: z.object({ data: z.array(account) }).meta({ id: 'SandboxBankAccounts' }),
    },
  },
  demoOnly: true,
  handle: async ({ context }) => ({ body: await askSimulator(context, 'GET', '/bank/accounts') }),
})
