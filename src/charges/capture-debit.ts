import { z } from 'zod'
import { chargeAnswer, debitPath, findDebit, showCharge } from '../debits/debit.ts'
import { Problem } from '../ground/errors.ts'
import { type Answer, endpoint } from '../http/endpoint.ts'
import { firstAnswer, stillRunning } from '../http/idempotency.ts'
import { amount, sameCurrency } from '../http/schema.ts'
import { timed } from '../http/timing.ts'
import type { Context } from '../process/context.ts'
import { type Capture, requestCapture } from './request-capture.ts'
import { captureRefused, sendCapture } from './send-capture.ts'

/** The worker leaves a capture to the request that holds it for this long beyond one message's own wait. */
const REPEAT_GRACE_MS = 2_000

export const captureDebit = endpoint({
  operationId: 'capture_debit',
  method: 'POST',
  path: '/debit/{debit_id}/capture',
  tag: 'Transactions',
  summary: 'Capture a preauthorized debit',
  description:
    'Takes what is held, or a smaller `amount`; once, and the rest is released. A capture is not a question: once it is asked for it is repeated at the card network until that answers, and cannot be taken back but by a refund. While the network is silent the answer is 202 with `preauthorized`, and `transactions.debits.paid` tells when it is done.',
  scope: 'debits:write',
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
  async handle({ context, companyId, path: { debit_id: debitId }, body, idempotencyKey, requestId, timing }) {
    const { amount = null, currency } = body ?? {}
    const request = { companyId, debitId, amount, currency, idempotencyKey }
    const repeatAfterMs = context.config.reversalTimeoutMs + REPEAT_GRACE_MS
    const capture = await timed(timing, 'dbMs', requestCapture(context.db, request, repeatAfterMs))
    if (!capture) {
      const replay = await firstAnswer(context.db, idempotencyKey!)
      if (!replay) throw stillRunning()
      return { replay }
    }
    const outcome = await timed(timing, 'networkMs', sendCapture(context, capture, requestId))
    if (outcome.outcome === 'refused') throw captureRefused(debitId, outcome)
    return answerFromState(context, capture)
  },
})

async function answerFromState({ db }: Context, capture: Capture): Promise<Answer> {
  const debit = await findDebit(db, capture.company_id, capture.debit_id)
  if (debit.state === 'failed') throw new Problem('wrong_state', 'The network did not take the capture.')
  return debit.state === 'preauthorized'
    ? { status: 202, body: showCharge({ ...debit, amount: capture.amount }, 'preauthorized') }
    : { body: showCharge(debit, 'paid') }
}
