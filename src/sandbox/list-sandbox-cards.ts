import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import { askSimulator } from './ask-simulator.ts'

const card = z.object({
  number: z.string(),
  brand: z.string(),
  funding: z.enum(['credit', 'debit', 'prepaid']),
  behaviour: z.string().meta({ description: 'What happens when it is saved, charged, refunded, cleared' }),
  group: z
    .enum([
      'approves',
      'declines_when_saved',
      'declines_when_charged',
      'unanswered',
      'refunds',
      'clears_wrongly',
    ])
    .meta({ description: 'What it is for' }),
})
type Card = { number: string; brand: string; funding: string; behaviour: string } & {
  verification: string
  cvcResult: string
  avsResult: string
  charge: string
  refund: string
  fault: string | null
  clearing: string | null
}

const groupOf = (of: Card) => {
  if (of.verification !== '00' || of.cvcResult === 'N' || of.avsResult === 'N') return 'declines_when_saved'
  if (of.charge !== '00') return 'declines_when_charged'
  if (of.clearing !== null) return 'clears_wrongly'
  if (of.refund !== '00' || of.fault === 'refund_unanswered' || of.fault === 'capture_unacknowledged_twice')
    return 'refunds'
  return of.fault === null ? 'approves' : 'unanswered'
}

export const listSandboxCards = endpoint({
  operationId: 'list_sandbox_cards',
  method: 'GET',
  path: '/sandbox/cards',
  tag: 'Sandbox',
  summary: 'List test cards',
  description:
    'In the demo only. Any CVC of the right length, any postal code, any expiry in the future. Every other number is declined as invalid.',
  scope: 'company:read',
  pathSchema: noPath,
  answers: {
    200: {
      description: 'All of them',
      schema: z.object({ data: z.array(card.meta({ id: 'SandboxCard' })) }).meta({ id: 'SandboxCards' }),
    },
  },
  demoOnly: true,
  async handle({ context }) {
    const { data } = (await askSimulator(context, 'GET', '/cards')) as { data: Card[] }
    return {
      body: {
        data: data.map((of) => ({
          number: of.number,
          brand: of.brand,
          funding: of.funding,
          behaviour: of.behaviour,
          group: groupOf(of),
        })),
      },
    }
  },
})
