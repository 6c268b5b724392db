import { z } from 'zod'
import { findTransaction } from '../debits/transaction.ts'
import { Problem } from '../ground/errors.ts'
import { endpoint } from '../http/endpoint.ts'
import { uuid } from '../http/schema.ts'
import { findRefund, type RefundRow } from '../refunds/refund.ts'
import { leftOf, refundFault } from '../refunds/refundable.ts'
import { act, actionFields, actionQuery, speaking } from './action.ts'

const actionSchema = z
  .object({ action: z.enum(['refund_again']), ...actionFields })
  .meta({ id: 'RefundAction' })

export const getRefundActions = endpoint({
  operationId: 'get_refund_actions',
  method: 'GET',
  path: '/refund/{refund_id}/actions',
  tag: 'Transactions',
  summary: 'Get what can be done with a refund',
  description:
    'A refund cannot be called back; one that failed can be asked for again, as another refund of its debit. By the rules of that operation, for this caller and now.',
  scope: 'debits:read',
  notToNarrow: true,
  pathSchema: z.object({ refund_id: uuid }),
  querySchema: actionQuery,
  answers: {
    200: {
      description: 'What can be done',
      schema: z.object({ data: z.array(actionSchema) }).meta({ id: 'RefundActions' }),
    },
  },
  async handle({ db, caller, companyId, path, query: { language } }) {
    const refund = await findRefund(db, companyId, path.refund_id)
    const debit = await findTransaction(db, companyId, refund.debit_id)
    const left = leftOf(debit)
    const again = await act(
      caller,
      'refund_again',
      {
        request: `POST /debit/${refund.debit_id}/refund`,
        scope: 'debits:write',
        amountMax: refund.amount < left ? refund.amount : left,
      },
      async () => againFault(refund) ?? (await refundFault(db, companyId, refund.debit_id, debit)),
    )
    return { body: { data: speaking([again], language) } }
  },
})

const why = {
  requested: 'It is on its way: its outcome is not known yet, and it cannot be called back.',
  paid: 'It was taken: it is on its way to the payer, and cannot be called back.',
  completed: 'It has arrived: the payer has the money.',
} as const

/** Only one that moved no money may be repeated, or the payer would have it twice. */
function againFault({ state, returned_at }: RefundRow): Problem | null {
  return state === 'failed' || returned_at !== null ? null : new Problem('wrong_state', why[state])
}
