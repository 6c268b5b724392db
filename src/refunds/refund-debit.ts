import { z } from 'zod'
import { debitPath } from '../debits/debit.ts'
import { newId } from '../ground/ids.ts'
import { endpoint } from '../http/endpoint.ts'
import { requireFirstAnswer } from '../http/idempotency.ts'
import { amount, note, sameCurrency, uuid } from '../http/schema.ts'
import { answerWith } from '../http/stored-answer.ts'
import { refundSchema } from './refund.ts'
import { answerRefund } from './refund-answers.ts'
import { refund } from './send-refund.ts'

export const refundDebit = endpoint({
  operationId: 'refund_debit',
  method: 'POST',
  path: '/debit/{debit_id}/refund',
  tag: 'Transactions',
  summary: 'Refund a debit',
  description:
    'Gives money back to the card or bank account that paid, or to `to_bank_account`: all that is left, or a smaller `amount`, as often as something is left. The debit stays `paid` or `completed`; `amount_refunded` counts what went back or is on its way. To the card: before the debit has cleared, a refund of all of it reverses the charge itself; when the network stays silent the refund is reversed, not guessed: 504 once that is certain, 202 while it is not. By bank: 202, the credit goes with the next file and is taken from your next payout. Send an `Idempotency-Key`: then a repeat never refunds twice.',
  scope: 'debits:write',
  reauthenticate: true,
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
  async handle({ context, companyId, caller, path, body, idempotencyKey, timing }) {
    const request = {
      companyId,
      debitId: path.debit_id,
      refundId: newId(),
      idempotencyKey,
      amount: body?.amount ?? null,
      note: body?.note ?? null,
      currency: body?.currency,
      toBankAccount: body?.to_bank_account ?? null,
    }
    const outcome = await refund(context, request, { companyName: caller.company_name, timing })
    if (outcome === null) return { replay: await requireFirstAnswer(context.db, idempotencyKey!) }
    return answerWith(answerRefund(outcome))
  },
})
