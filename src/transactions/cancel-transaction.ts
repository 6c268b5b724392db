import { findForCaller, transactionPath } from '../debits/transaction.ts'
import { endpoint } from '../http/endpoint.ts'
import { okSchema } from '../http/schema.ts'
import { cancel, notCancellable } from './cancel.ts'

export const cancelTransaction = endpoint({
  operationId: 'cancel_transaction',
  method: 'DELETE',
  path: '/transaction/{identifier}',
  tag: 'Transactions',
  summary: 'Cancel a transaction',
  description:
    'Until its funds are on their way: a debit or credit that is `requested`, or `initiated` and in no file to the bank yet, or `preauthorized` and not being captured: its hold is released, as by `POST /debit/{debit_id}/release`. After that it is a 409; refund a debit that is paid.',
  scope: ['debits:write', 'credits:write'],
  pathSchema: transactionPath,
  answers: { 200: { description: 'Cancelled', schema: okSchema } },
  problems: ['wrong_state'],
  async handle({ db, companyId, caller, path: { identifier } }) {
    const found = await findForCaller(db, caller, identifier, 'write')
    if (await cancel(db, companyId, found)) return { body: { ok: true } }
    // It may have moved on since it was read.
    throw notCancellable(await findForCaller(db, caller, identifier, 'write'))
  },
})
