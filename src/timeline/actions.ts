import { z } from 'zod'
import { readHold, requireCapturable, requireReleasable } from '../charges/request-capture.ts'
import type { Db } from '../db/sql.ts'
import type { TransactionRow } from '../debits/transaction.ts'
import type { Caller } from '../http/authenticate.ts'
import { hasAgreement, noAgreement } from '../payment-page/agreement.ts'
import { leftOf, refundFault } from '../refunds/refundable.ts'
import { cancelFault } from '../transactions/cancel.ts'
import { linkFault } from '../transactions/send-link.ts'
import { act as actFor, actionFields } from './action.ts'

const actionNames = ['refund', 'capture', 'release', 'cancel', 'send_link', 'get_agreement'] as const

export const actionSchema = z
  .object({ action: z.enum(actionNames), ...actionFields })
  .meta({ id: 'TransactionAction' })

type RuleOf = Parameters<typeof actFor> extends [unknown, unknown, ...infer Rule] ? Rule : never

/** Those that there are for a debit or credit, in the order in which they are shown. */
export async function actionsOf(db: Db, caller: Caller, row: TransactionRow) {
  const { company_id: companyId } = caller
  const { kind, identifier: id } = row
  const write = `${kind}s:write` as const
  const act = (name: (typeof actionNames)[number], ...rule: RuleOf) => actFor(caller, name, ...rule)
  const cancelling = act('cancel', { request: `DELETE /transaction/${id}`, scope: write }, () =>
    cancelFault(db, companyId, row),
  )
  const sending = act(
    'send_link',
    { request: `POST /transaction/${id}/send_link`, scope: write, takesMoney: true },
    () => linkFault(db, companyId, row),
  )
  if (kind === 'credit') return [await cancelling, await sending]
  const hold = await readHold(db, companyId, id)
  return [
    await act('refund', { request: `POST /debit/${id}/refund`, scope: write, amountMax: leftOf(row) }, () =>
      refundFault(db, companyId, id, row),
    ),
    await act(
      'capture',
      {
        request: `POST /debit/${id}/capture`,
        scope: write,
        amountMax: hold?.amount_authorized ?? null,
        takesMoney: true,
      },
      () => void requireCapturable(hold!),
    ),
    await act(
      'release',
      { request: `POST /debit/${id}/release`, scope: write },
      () => void requireReleasable(hold!),
    ),
    await cancelling,
    await sending,
    await act('get_agreement', { request: `GET /debit/${id}/agreement`, scope: 'debits:read' }, async () =>
      (await hasAgreement(db, companyId, id)) ? null : noAgreement(id),
    ),
  ]
}
