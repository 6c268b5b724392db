import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { amount, amountAnswer, note, statement, uuid } from '../http/schema.ts'
import { newId } from '../ids.ts'
import { charge } from './charge.ts'
import { creditCardPath } from './credit-card.ts'

const chargeAnswer = z.object({
  debit_id: uuid,
  amount: amountAnswer,
  statement: z.string(),
  note: z.string().nullable(),
  to_bank_account_id: uuid,
  contact_id: uuid,
  from_credit_card_id: uuid,
  transaction_state: z.enum(['paid', 'requested']),
})

export const chargeContactCreditCard = endpoint({
  operationId: 'charge_contact_credit_card',
  method: 'POST',
  path: '/contact/{contact_id}/creditcards/{credit_card_id}/charge',
  tag: 'Credit cards',
  summary: 'Charge a saved card',
  description:
    'Authorizes and captures at the card network in one request, in the currency of the bank account. Send an `Idempotency-Key`: then a repeat of this request, also at the same moment, never charges twice. When the network stays silent the charge is reversed, not guessed: 504 once that is certain, 202 with `requested` while it is not. After a 503 the key may be used again; after a 402 or 504 use a new one.',
  scope: 'debits:write',
  pathSchema: creditCardPath,
  bodySchema: z.strictObject({
    amount,
    to_bank_account_id: uuid.meta({
      description: 'The bank account of your company where the money is deposited',
    }),
    statement: statement.meta({ description: 'What the cardholder reads on the statement' }),
    note: note.nullish(),
  }),
  answers: {
    200: { description: 'Paid', schema: chargeAnswer },
    202: {
      description: 'Outcome unknown; it is being reversed. Follow the debit by webhook.',
      schema: chargeAnswer,
    },
  },
  problems: [
    'card_declined',
    'card_on_file_disabled',
    'wrong_state',
    'network_timeout',
    'network_unavailable',
  ],
  runs: 'itself',
  handle({ context, companyId, caller, path, body, requestId, idempotencyKey, timing }) {
    const request = {
      companyId,
      contactId: path.contact_id,
      creditCardId: path.credit_card_id,
      toBankAccountId: body.to_bank_account_id,
      amount: body.amount,
      statement: body.statement,
      note: body.note ?? null,
      debitId: newId(),
      attemptId: newId(),
      idempotencyKey,
    }
    return charge(context, request, { companyName: caller.company_name, requestId, timing })
  },
})
