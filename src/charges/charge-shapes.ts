import { z } from 'zod'
import type { creditCardPath } from '../cards/credit-card.ts'
import { newId } from '../ground/ids.ts'
import type { EndpointRequest } from '../http/endpoint.ts'
import { labelFields, labelsOf } from '../http/metadata.ts'
import { amount, note, sameCurrency, statement, uuid } from '../http/schema.ts'
import type { Charging } from './charge.ts'
import type { ChargeRequest } from './request-charges.ts'

/** What a charge and an authorization take. */
export const chargeBody = z.strictObject({
  amount,
  to_bank_account_id: uuid.meta({
    description: 'The bank account of your company where the money is deposited',
  }),
  statement: statement.meta({ description: 'What the cardholder reads on the statement' }),
  note: note.nullish(),
  ...labelFields,
  currency: sameCurrency,
})

type Request = EndpointRequest<z.infer<typeof creditCardPath>, undefined, z.infer<typeof chargeBody>>

export const toChargeRequest = (
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
  debitId: newId(),
  attemptId: newId(),
  idempotencyKey,
})

export const chargingOf = ({ caller, requestId, timing }: Request): Charging => ({
  companyName: caller.company_name,
  requestId,
  timing,
})
