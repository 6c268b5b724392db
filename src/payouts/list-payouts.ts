import { z } from 'zod'
import { empty, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, createdQuery, createdWithin, listQuery, pageOf, toPage } from '../http/list.ts'
import { noPath } from '../http/schema.ts'
import { type PayoutRow, payoutColumns, payoutSchema, payoutStates, showPayout } from './payout.ts'

export const listPayouts = endpoint({
  operationId: 'list_payouts',
  method: 'GET',
  path: '/payout',
  tag: 'Payouts',
  summary: 'List payouts',
  description: 'Deposits to your bank accounts, newest first.',
  scope: 'company:read',
  pathSchema: noPath,
  querySchema: listQuery.extend({ state: z.enum(payoutStates).optional(), ...createdQuery }),
  answers: { 200: { description: 'A page of payouts', schema: pageOf(payoutSchema) } },
  async handle({ db, companyId, query }) {
    const rows = await db.many<PayoutRow>(sql`
      select ${payoutColumns} from payouts
      where company_id = ${companyId} and payout_id < ${before(query.cursor)}
        ${query.state ? sql`and state = ${query.state}` : empty}
        ${createdWithin(query)}
      order by payout_id desc limit ${query.limit + 1}`)
    return { body: toPage(rows, query.limit, (row) => row.payout_id, showPayout) }
  },
})
