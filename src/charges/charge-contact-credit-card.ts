import { creditCardPath } from '../cards/credit-card.ts'
import { endpoint } from '../http/endpoint.ts'
import { answerByCharging, chargeAnswers, chargeBody, chargeProblems } from './charge-shapes.ts'

export const chargeContactCreditCard = endpoint({
  operationId: 'charge_contact_credit_card',
  method: 'POST',
  path: '/contact/{contact_id}/creditcards/{credit_card_id}/charge',
  tag: 'Credit cards',
  summary: 'Charge a saved card',
  description:
    'Authorizes and captures at the card network in one request, in the currency of the bank account. Send an `Idempotency-Key`: then a repeat of this request, also at the same moment, never charges twice. When the network stays silent the charge is reversed, not guessed: 504 once that is certain, 202 with `requested` while it is not. After a 503 the key may be used again; after a 402 or 504 use a new one.',
  scope: 'debits:write',
  takesMoney: true,
  reauthenticate: true,
  pathSchema: creditCardPath,
  bodySchema: chargeBody,
  answers: chargeAnswers('paid', 'Paid'),
  problems: chargeProblems,
  runs: 'itself',
  handle: (request) => answerByCharging(request, 'charge'),
})
