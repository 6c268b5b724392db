import { cardPageAnswer, cardPageBody } from '../cards/card-page.ts'
import { debitPath } from '../debits/debit.ts'
import { keepTrace } from '../events/transaction-traces.ts'
import { endpoint } from '../http/endpoint.ts'
import { timedContext } from '../http/timing.ts'
import { openDebitCardPage } from './debit-card-page.ts'

export const generateDebitCreditCardUrl = endpoint({
  operationId: 'generate_debit_credit_card_url',
  method: 'POST',
  path: '/debit/{debit_id}/creditcard/url',
  tag: 'Transactions',
  summary: 'Get a single-use URL of a hosted card page that pays a debit',
  description:
    'For guest checkout on your own page: show the URL in an iframe. The card that is entered there is charged at once: `transactions.debits.paid`. If it does not pay, `transactions.debits.payment_failed` says why, and the debit can be paid with another card or by bank: get a new URL. The card is never charged for anything else. The URL lives 15 minutes and serves once.',
  scope: 'debits:write',
  takesMoney: true,
  pathSchema: debitPath,
  bodySchema: cardPageBody,
  answers: { 200: { description: 'The URL and the id of the card to come', schema: cardPageAnswer } },
  problems: ['wrong_state', 'service_unavailable'],
  runs: 'network',
  answersSecret: true,
  async handle({ companyId, caller, path, body, context, timing }) {
    const company = { companyId, companyName: caller.company_name }
    const { debit_id: debitId } = path
    const page = await openDebitCardPage(timedContext(context, timing), company, debitId, body, null)
    if (timing.span) await keepTrace(context.db, companyId, debitId, timing.span.traceparent)
    return { body: page }
  },
})
