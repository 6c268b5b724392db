import { releaseHold } from '../charges/end-hold.ts'
import type { Db } from '../db/sql.ts'
import { moveTransactions } from '../debits/debit-moves.ts'
import { findForCaller, type TransactionRow, transactionPath } from '../debits/transaction.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { okSchema } from '../http/schema.ts'
import { cancelBankItems } from '../rails/bank-item.ts'

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

/**
 * Each move is guarded: of this and whatever else happens to the transaction at the moment, one comes first.
 */
async function cancel(db: Db, companyId: string, { kind, rail, state, identifier }: TransactionRow) {
  if (state === 'preauthorized') return releaseHold(db, companyId, identifier)
  const key = { company_id: companyId, transaction_id: identifier }
  if (state === 'initiated') {
    const [stopped] = await cancelBankItems(db, kind, 'debit', [
      { company_id: companyId, subject_id: identifier },
    ])
    if (!stopped) return false
  }
  const moved =
    kind === 'credit'
      ? await moveTransactions(db, 'eft_credit', 'cancel', [key])
      : rail === 'eft'
        ? await moveTransactions(db, 'eft_debit', 'cancel', [key])
        : await moveTransactions(db, 'open_debit', 'cancel', [key])
  return moved.length > 0
}

function notCancellable({ kind, rail, state }: TransactionRow): Problem {
  if (state === 'requested')
    return new Problem('wrong_state', 'Its card is being charged at this moment; ask again for its state.')
  if (state === 'initiated')
    return new Problem('wrong_state', `The ${kind} is in a file for the bank and cannot be stopped any more.`)
  if (state === 'preauthorized')
    return new Problem(
      'wrong_state',
      'It is being captured, which is never reversed; refund it once it is paid.',
    )
  const refundable = kind === 'debit' && rail === 'card' && (state === 'paid' || state === 'completed')
  return new Problem('wrong_state', `The ${kind} is ${state}${refundable ? '; refund it instead' : ''}.`)
}
