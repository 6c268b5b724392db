/**
 * What can be done with a transaction now, and of all else why not: by the rules of the operations
 * themselves, which may still say otherwise a moment later.
 */
import { z } from 'zod'
import { readHold, requireCapturable, requireReleasable } from '../charges/request-capture.ts'
import type { Db } from '../db/sql.ts'
import type { TransactionRow } from '../debits/transaction.ts'
import { Problem } from '../ground/errors.ts'
import { type Caller, requireScope } from '../http/authenticate.ts'
import { amountAnswer, printAmount } from '../http/schema.ts'
import { hasAgreement, noAgreement } from '../payment-page/agreement.ts'
import { leftOf, refundFault } from '../refunds/refundable.ts'
import { cancelFault } from '../transactions/cancel.ts'
import { linkFault } from '../transactions/send-link.ts'

const actionNames = ['refund', 'capture', 'release', 'cancel', 'send_link', 'get_agreement'] as const
type ActionName = (typeof actionNames)[number]

export const actionSchema = z
  .object({
    action: z.enum(actionNames),
    allowed: z.boolean(),
    why_not: z.string().nullable().meta({ description: 'In the language that was asked for' }),
    request: z
      .string()
      .meta({ description: 'The request that does it', examples: ['DELETE /transaction/…'] }),
    amount_max: amountAnswer
      .nullable()
      .meta({ description: 'The most that it can be for: what is left, or held' }),
  })
  .meta({ id: 'TransactionAction' })

type Rule = {
  request: string
  scope: 'debits:read' | 'debits:write' | 'credits:write'
  amountMax?: bigint | null
}

/** Those that there are for a debit or credit, in the order in which they are shown. */
export async function actionsOf(db: Db, caller: Caller, row: TransactionRow) {
  const { company_id: companyId } = caller
  const { kind, identifier: id } = row
  const write = `${kind}s:write` as const
  const act = async (
    action: ActionName,
    { request, scope, amountMax = null }: Rule,
    fault: () => unknown,
  ) => {
    const whyNot = await problemOf(async () => {
      requireScope(caller, scope)
      return fault()
    })
    const most = whyNot === null && amountMax !== null ? printAmount(amountMax) : null
    return { action, allowed: whyNot === null, why_not: whyNot, request, amount_max: most }
  }
  const cancelling = act('cancel', { request: `DELETE /transaction/${id}`, scope: write }, () =>
    cancelFault(db, companyId, row),
  )
  const sending = act('send_link', { request: `POST /transaction/${id}/send_link`, scope: write }, () =>
    linkFault(db, companyId, row),
  )
  if (kind === 'credit') return [await cancelling, await sending]
  const hold = await readHold(db, companyId, id)
  return [
    await act('refund', { request: `POST /debit/${id}/refund`, scope: write, amountMax: leftOf(row) }, () =>
      refundFault(db, companyId, id, row),
    ),
    await act(
      'capture',
      { request: `POST /debit/${id}/capture`, scope: write, amountMax: hold?.amount_authorized ?? null },
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

/** Rules throw the Problem or return it. */
async function problemOf(rule: () => Promise<unknown>): Promise<string | null> {
  try {
    const fault = await rule()
    return fault instanceof Problem ? fault.detail : null
  } catch (error) {
    if (error instanceof Problem) return error.detail
    throw error
  }
}
