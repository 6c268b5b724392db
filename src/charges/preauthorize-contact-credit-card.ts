import { creditCardPath } from '../cards/credit-card.ts'
import { chargeAnswer } from '../debits/debit.ts'
import { endpoint } from '../http/endpoint.ts'
import { answerByCharging, chargeBody } from './charge-shapes.ts'

export const preauthorizeContactCreditCard = endpoint({
  operationId: 'preauthorize_contact_credit_card',
  method: 'POST',
  path: '/contact/{contact_id}/creditcards/{credit_card_id}/preauthorize',
  tag: 'Credit cards',
  summary: 'Hold an amount on a saved card',
  description:
    'Authorizes at the card network without taking anything. Within 7 days capture it, whole or in part, with `POST /debit/{debit_id}/capture`, or release it with `POST /debit/{debit_id}/release`; after that it is released by itself. Idempotency and unknown outcomes are as with a charge.',
  scope: 'debits:write',
  pathSchema: creditCardPath,
  bodySchema: chargeBody,
  answers: {
    200: { description: 'Held', schema: chargeAnswer('preauthorized') },
    202: {
      description: 'Outcome unknown; it is being reversed. Follow the debit by webhook.',
      schema: chargeAnswer('requested'),
    },
  },
  problems: [
    'card_declined',
    'card_on_file_disabled',
    'limit_exceeded',
    'wrong_state',
    'network_timeout',
    'network_unavailable',
  ],
  runs: 'itself',
  handle: (request) => answerByCharging(request, 'authorization'),
})
