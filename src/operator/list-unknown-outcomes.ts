import { z } from 'zod'
import { attemptResolutions } from '../charges/attempt-decision.ts'
import { listUnknownOutcomes as list, type UnknownOutcome } from '../charges/unknown-outcome.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { amountAnswer, currency, noPath, printAmount, uuid } from '../http/schema.ts'

const states = {
  sent: {
    reason: 'The card network was asked and whoever asked is gone without an answer.',
    next_step: 'Nothing yet: the worker takes it over and reverses it.',
  },
  reversing: {
    reason:
      'The network did not say what became of it, so it is being reversed, and the reversal is not acknowledged.',
    next_step:
      'Ask the acquirer with these references whether it stands. Then resolve: reversed, or captured.',
  },
  capturing: {
    reason: 'A capture was asked for and the network has not answered. It is repeated until it does.',
    next_step:
      'Ask the acquirer with these references whether it took the capture. Then resolve: captured, or released.',
  },
} as const
type State = keyof typeof states

const unknownSchema = z
  .object({
    identifier: uuid.meta({ description: 'Of the attempt' }),
    company_id: uuid,
    company_name: z.string(),
    transaction_id: uuid,
    kind: z.enum(['charge', 'authorization', 'refund']),
    state: z.enum(Object.keys(states) as [State]),
    amount: amountAnswer,
    currency,
    since: z.iso.datetime().meta({ description: 'When the network was first asked' }),
    tried: z.int().meta({ description: 'Reversals, or captures, that were sent' }),
    again_at: z.iso.datetime().nullable(),
    needs_person: z.boolean().meta({ description: 'The network keeps silent: an alarm is open' }),
    takes: z.array(z.enum(attemptResolutions)),
    ask: z
      .record(z.string(), z.unknown())
      .meta({ description: 'What the acquirer’s desk asks for: references, amount, merchant, terminal' }),
    reason: z.string(),
    next_step: z.string(),
  })
  .meta({ id: 'UnknownOutcome' })

const show = (row: UnknownOutcome) => ({
  identifier: row.attempt_id,
  company_id: row.company_id,
  company_name: row.company_name,
  transaction_id: row.debit_id,
  kind: row.kind,
  state: row.state,
  amount: printAmount(row.amount),
  currency: row.currency,
  since: row.transmitted_at,
  tried: row.tried,
  again_at: row.again_at,
  needs_person: row.needs_person,
  takes: row.takes,
  ask: row.ask,
  ...states[row.state as State],
})

export const listUnknownOutcomes = endpoint({
  operationId: 'list_unknown_outcomes',
  method: 'GET',
  path: '/operator/unknown_outcomes',
  tag: 'Operator',
  summary: 'List unknown outcomes',
  description:
    'Charges, captures and refunds of which nobody knows whether the card network did them, newest first: since when, how much, and what the acquirer must be asked. Most end by themselves within seconds.',
  scope: 'operator:read',
  pathSchema: noPath,
  querySchema: listQuery,
  answers: { 200: { description: 'A page of them', schema: pageOf(unknownSchema) } },
  async handle({ db, context, query: { cursor, limit } }) {
    const rows = await list(db, context, { before: before(cursor), limit: limit + 1 })
    return { body: toPage(rows, limit, (row) => row.attempt_id, show) }
  },
})
