import { creditCardPath } from '../cards/credit-card.ts'
import { endpoint } from '../http/endpoint.ts'
import { answerByCharging, chargeAnswers, chargeBody, chargeProblems } from './charge-shapes.ts'

export const preauthorizeContactCreditCard = endpoint({
  operationId: 'preauthorize_contact_credit_card',
  method: 'POST',
  path: '/contact/{contact_id}/creditcards/{credit_card_id}/preauthorize',
  tag: 'Credit cards',
  summary: 'Hold an amount on a saved card',
  description:
    'Authorizes at the card network without taking anything. Within 7 days capture it, whole or in part, with `POST /debit/{debit_id}/capture`, or release it with `POST /debit/{debit_id}/release`; after that it is released by itself. Idempotency and unknown outcomes are as with a charge.',
  scope: 'debits:write',
  takesMoney: true,
  reauthenticate: true,
  pathSchema: creditCardPath,
  bodySchema: chargeBody,
  answers: chargeAnswers('preauthorized', 'Held'),
  problems: chargeProblems,
  runs: 'itself',
  handle: (request) => answerByCharging(request, 'authorization'),
})
