import { z } from 'zod'

const count = z.int().min(0).max(1_000_000)

/** What the demo's network does wrong. */
export const faultFields = {
  answer_delay_ms: z.int().min(0).max(60_000).meta({
    description: 'How long each answer about a payment is held back; beyond some seconds charges time out',
  }),
  stop_answering: count.meta({ description: 'So many further messages are carried out and not answered' }),
  refuse_sign_on: count.meta({ description: 'So many further sign-ons are refused: no link comes up' }),
  reorder_answers: count.meta({ description: 'So many further answers come in the opposite order' }),
  duplicate_answers: count.meta({ description: 'So many further answers come twice' }),
}
export const faultsSchema = z.object(faultFields).meta({ id: 'SandboxFaults' })
