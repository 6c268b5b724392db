import { findForCaller, transactionPath } from '../debits/transaction.ts'
import { endpoint } from '../http/endpoint.ts'
import { okSchema } from '../http/schema.ts'
import { sendLink } from './send-link.ts'

export const sendTransactionLink = endpoint({
  operationId: 'send_transaction_link',
  method: 'POST',
  path: '/transaction/{identifier}/send_link',
  tag: 'Transactions',
  summary: 'Mail a transaction’s link to its contact',
  description:
    'Of a debit that its payer has still to pay, or a credit whose contact has still to say where to be paid. A credit gets a new link, and the one before opens nothing any more. At most once a minute.',
  scope: ['debits:write', 'credits:write'],
  takesMoney: true,
  pathSchema: transactionPath,
  answers: { 200: { description: 'The mail is on its way', schema: okSchema } },
  problems: ['wrong_state'],
  async handle({ db, companyId, caller, context: { seal, config }, path: { identifier } }) {
    const found = await findForCaller(db, caller, identifier, 'write')
    await sendLink(db, { seal, publicUrl: config.publicUrl }, companyId, found)
    return { body: { ok: true } }
  },
})
