import { z } from 'zod'
import { chargeAnswer, debitPath, findDebit } from '../debits/debit.ts'
import { keepTrace } from '../events/transaction-traces.ts'
import { endpoint } from '../http/endpoint.ts'
import { requireFirstAnswer } from '../http/idempotency.ts'
import { amount, sameCurrency } from '../http/schema.ts'
import { answerWith } from '../http/stored-answer.ts'
import { timed } from '../http/timing.ts'
import { answerCapture } from './capture-answers.ts'
import { reversalDueMs } from './card-exchange.ts'
import { requestCapture } from './request-capture.ts'
import { captureOutcomeOf, sendCapture } from './send-capture.ts'

export const captureDebit = endpoint({
  operationId: 'capture_debit',
  method: 'POST',
  path: '/debit/{debit_id}/capture',
  tag: 'Transactions',
  summary: 'Capture a preauthorized debit',
  description:
    'Takes what is held, or a smaller `amount`; once, and the rest is released. A capture is not a question: once it is asked for it is repeated at the card network until that answers, and cannot be taken back but by a refund. While the network is silent the answer is 202 with `preauthorized`, and `transactions.debits.paid` tells when it is done.',
  scope: 'debits:write',
  takesMoney: true,
  reauthenticate: true,
  pathSchema: debitPath,
  bodySchema: z
    .strictObject({
      amount: amount.optional().meta({ description: 'At most what is held; without it, all of it' }),
      currency: sameCurrency,
    })
    .optional(),
  answers: {
    200: { description: 'Paid', schema: chargeAnswer('paid') },
    202: {
      description: 'The network has not answered yet; it is asked again until it does',
      schema: chargeAnswer('preauthorized'),
    },
  },
  problems: ['wrong_state', 'card_declined'],
  runs: 'itself',
  async handle({ context, companyId, path: { debit_id: debitId }, body, idempotencyKey, timing }) {
    const { amount = null, currency } = body ?? {}
    const request = { companyId, debitId, amount, currency, idempotencyKey }
    const requested = requestCapture(context.db, request, reversalDueMs(context))
    const capture = await timed(timing, 'dbMs', requested, 'statement 1: request capture')
    if (!capture) return { replay: await requireFirstAnswer(context.db, idempotencyKey!) }
    // Before its events can be delivered.
    if (timing.span) await keepTrace(context.db, companyId, debitId, timing.span.traceparent)
    const said = await sendCapture(context, capture, timing)
    if (said.outcome === 'refused') return answerWith(answerCapture({ ...said, debitId }))
    return answerWith(
      answerCapture(captureOutcomeOf(await findDebit(context.db, companyId, debitId), capture)),
    )
  },
})
