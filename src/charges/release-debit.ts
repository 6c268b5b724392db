import { chargeAnswer, debitPath, findDebit, showCharge } from '../debits/debit.ts'
import { endpoint } from '../http/endpoint.ts'
import { endHold } from './end-hold.ts'
import { lockHold, requireReleasable } from './request-capture.ts'

export const releaseDebit = endpoint({
  operationId: 'release_debit',
  method: 'POST',
  path: '/debit/{debit_id}/release',
  tag: 'Transactions',
  summary: 'Release a preauthorized debit',
  description:
    'Gives the hold up: the debit is `cancelled` at once and can never be captured. The hold is reversed at the card network in the moments after, as often as it takes until the network acknowledges; how soon the cardholder sees it is the issuer’s.',
  scope: 'debits:write',
  pathSchema: debitPath,
  answers: { 200: { description: 'Cancelled', schema: chargeAnswer('cancelled') } },
  problems: ['wrong_state'],
  async handle({ db, companyId, path: { debit_id: debitId } }) {
    const { attempt_id } = requireReleasable(await lockHold(db, companyId, debitId))
    const hold = { company_id: companyId, debit_id: debitId, attempt_id }
    await endHold(db, hold, { move: 'release', failReason: null })
    return { body: showCharge(await findDebit(db, companyId, debitId), 'cancelled') }
  },
})
