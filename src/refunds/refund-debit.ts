import { z } from 'zod'
import { reverseAttempt } from '../charges/reverse-attempt.ts'
import { debitPath } from '../debits/debit.ts'
import { newId } from '../ground/ids.ts'
import { type Answer, endpoint } from '../http/endpoint.ts'
import { firstAnswer, stillRunning } from '../http/idempotency.ts'
import { amount, note, sameCurrency, uuid } from '../http/schema.ts'
import { timed } from '../http/timing.ts'
import type { Context } from '../process/context.ts'
import { findRefund, type RefundRow, refundSchema, showRefund } from './refund.ts'
import { requestRefund } from './request-refund.ts'
import { sendRefund } from './send-refund.ts'
import { refundTimeout } from './settle-reversed-refund.ts'

/** The worker leaves a reversal to the request that holds it for this long beyond one message's own wait. */
const REVERSAL_GRACE_MS = 2_000

export const refundDebit = endpoint({
  operationId: 'refund_debit',
  method: 'POST',
  path: '/debit/{debit_id}/refund',
  tag: 'Transactions',
  summary: 'Refund a debit',
  description:
    'Gives money back to the card or bank account that paid, or to `to_bank_account`: all that is left, or a smaller `amount`, as often as something is left. The debit stays `paid` or `completed`; `amount_refunded` counts what went back or is on its way. To the card: before the debit has cleared, a refund of all of it reverses the charge itself; when the network stays silent the refund is reversed, not guessed: 504 once that is certain, 202 while it is not. By bank: 202, the credit goes with the next file and is taken from your next payout. Send an `Idempotency-Key`: then a repeat never refunds twice.',
  scope: 'debits:write',
  pathSchema: debitPath,
  bodySchema: z
    .strictObject({
      amount: amount.optional().meta({ description: 'At most what is left; without it, all of that' }),
      note: note.nullish(),
      currency: sameCurrency,
      to_bank_account: uuid.nullish().meta({
        description:
          "A bank account of the debit's contact, in place of what paid: where its card or account is gone",
      }),
    })
    .optional(),
  answers: {
    200: { description: 'Refunded', schema: refundSchema },
    202: {
      description: 'On its way by bank, or the outcome is not known yet. Follow it by webhook.',
      schema: refundSchema,
    },
  },
  problems: ['wrong_state', 'card_declined', 'network_timeout', 'network_unavailable'],
  runs: 'itself',
  async handle({ context, companyId, caller, path, body, idempotencyKey, requestId, timing }) {
    const begunAt = performance.now()
    const reversalDueMs = context.config.reversalTimeoutMs + REVERSAL_GRACE_MS
    const request = {
      ...{ companyId, debitId: path.debit_id, refundId: newId(), idempotencyKey },
      ...{ amount: body?.amount ?? null, note: body?.note ?? null },
      currency: body?.currency,
      toBankAccount: body?.to_bank_account ?? null,
    }
    const requested = await timed(timing, 'dbMs', requestRefund(context, request, reversalDueMs))
    if (!requested) {
      const replay = await firstAnswer(context.db, idempotencyKey!)
      if (!replay) throw stillRunning()
      return { replay }
    }
    const { refund, attempt } = requested
    if (attempt === null) return { status: 202, body: showRefund(refund) }
    if (refund.method === 'card') {
      const by = { companyName: caller.company_name, requestId, begunAt, reversalDueMs }
      const sent = await timed(timing, 'networkMs', sendRefund(context, requested, by))
      if (sent.outcome === 'problem') throw sent.problem
      if (sent.outcome === 'ended') return { body: showRefund(sent.refund) }
      if (sent.outcome === 'lost') return answerFromState(context, refund)
    }
    await timed(timing, 'networkMs', reverseAttempt(context, attempt, requestId))
    return answerFromState(context, refund)
  },
})

async function answerFromState({ db }: Context, { company_id, refund_id }: RefundRow): Promise<Answer> {
  const refund = await findRefund(db, company_id, refund_id)
  if (refund.state === 'requested') return { status: 202, body: showRefund(refund) }
  if (refund.state === 'failed') throw refundTimeout(refund)
  return { body: showRefund(refund) }
}
