import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { findPayout, payoutPath, retryFault } from '../payouts/payout.ts'
import { act, actionFields, actionQuery, speaking } from './action.ts'

const actionSchema = z.object({ action: z.enum(['retry']), ...actionFields }).meta({ id: 'PayoutAction' })

export const getPayoutActions = endpoint({
  operationId: 'get_payout_actions',
  method: 'GET',
  path: '/payout/{identifier}/actions',
  tag: 'Payouts',
  summary: 'Get what can be done with a payout',
  description:
    'By the rules of the operations themselves, for this caller and now; of what is not possible why not.',
  scope: 'company:read',
  notToNarrow: true,
  pathSchema: payoutPath,
  querySchema: actionQuery,
  answers: {
    200: {
      description: 'What can be done',
      schema: z.object({ data: z.array(actionSchema) }).meta({ id: 'PayoutActions' }),
    },
  },
  async handle({ db, caller, companyId, path: { identifier }, query: { language } }) {
    const payout = await findPayout(db, companyId, identifier)
    const retry = await act(
      caller,
      'retry',
      {
        request: `POST /payout/${identifier}/retry`,
        scope: 'company:write',
        amountMax: payout.amount_owed,
        takesMoney: true,
      },
      () => retryFault(payout),
    )
    return { body: { data: speaking([retry], language) } }
  },
})
