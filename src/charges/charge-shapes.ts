import { z } from 'zod'
import type { creditCardPath } from '../cards/credit-card.ts'
import { chargeAnswer } from '../debits/debit.ts'
import type { ProblemCode } from '../ground/errors.ts'
import { newId } from '../ground/ids.ts'
import type { Answer, EndpointRequest } from '../http/endpoint.ts'
import { firstAnswer, requireFirstAnswer } from '../http/idempotency.ts'
import { labelFields, labelsOf } from '../http/metadata.ts'
import { amount, note, sameCurrency, statement, uuid } from '../http/schema.ts'
import { answerWith } from '../http/stored-answer.ts'
import { charge } from './charge.ts'
import { answerCharge } from './charge-answers.ts'
import { refuseMixedUse, useFields, useOf } from './credential-use.ts'
import type { ChargeRequest } from './request-charges.ts'

/** What a charge and an authorization take. */
export const chargeBody = z
  .strictObject({
    amount,
    to_bank_account_id: uuid.meta({
      description: 'The bank account of your company where the money is deposited',
    }),
    statement: statement.meta({ description: 'What the cardholder reads on the statement' }),
    note: note.nullish(),
    ...labelFields,
    ...useFields,
    currency: sameCurrency,
  })
  .check(refuseMixedUse)

/** What both may answer; `done`: what the debit is once the network approves. */
export const chargeAnswers = (done: 'paid' | 'preauthorized', description: string) => ({
  200: { description, schema: chargeAnswer(done) },
  202: {
    description: 'Outcome unknown; it is being reversed. Follow the debit by webhook.',
    schema: chargeAnswer('requested'),
  },
})
export const chargeProblems: ProblemCode[] = [
  'card_declined',
  'card_on_file_disabled',
  'limit_exceeded',
  'wrong_state',
  'retry_not_allowed',
  'network_timeout',
  'network_unavailable',
]

type Request = EndpointRequest<z.infer<typeof creditCardPath>, undefined, z.infer<typeof chargeBody>>

const toChargeRequest = (
  { companyId, path, body, idempotencyKey }: Request,
  kind: 'charge' | 'authorization',
): ChargeRequest => ({
  kind,
  companyId,
  contactId: path.contact_id,
  creditCardId: path.credit_card_id,
  toBankAccountId: body.to_bank_account_id,
  amount: body.amount,
  currency: body.currency,
  statement: body.statement,
  note: body.note ?? null,
  labels: labelsOf(body),
  use: useOf(body),
  debitId: newId(),
  attemptId: newId(),
  idempotencyKey,
})

/**
 * Charges or authorizes, and answers. Of a repeat the first request's answer comes first, whatever is true by
 * now: also where this one was refused.
 */
export async function answerByCharging(request: Request, kind: 'charge' | 'authorization'): Promise<Answer> {
  const { context, caller, idempotencyKey, timing } = request
  const by = { companyName: caller.company_name, timing }
  const outcome = await charge(context, toChargeRequest(request, kind), by)
  if (outcome.outcome === 'repeated') return { replay: await requireFirstAnswer(context.db, idempotencyKey!) }
  if (outcome.outcome === 'refused' && idempotencyKey) {
    const replay = await firstAnswer(context.db, idempotencyKey)
    if (replay) return { replay }
  }
  if ('text' in outcome && outcome.text !== undefined) return { json: outcome.text }
  return answerWith(answerCharge(outcome))
}
