import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { currency, noPath, uuid } from '../http/schema.ts'
import { dayBegan } from '../payouts/payout-sums.ts'
import { zoneOf } from '../summaries/company-zone.ts'
import { explanationSchema, pathTo, showExplanation } from './explanation.ts'
import { explainItems, partQuery } from './payout-items.ts'

export const explainNextPayout = endpoint({
  operationId: 'explain_next_payout',
  method: 'GET',
  path: '/payout/next/explain',
  tag: 'Payouts',
  summary: 'Explain what the next payout will be',
  description:
    'What waits for the next payout to one of your bank accounts, as `GET /payout/next` sums it: payments, less refunds, fees, disputes and returns, each apart for what was carried over from an earlier day; with `part` its items, and from each the transaction behind it.',
  scope: 'company:read',
  notToNarrow: true,
  pathSchema: noPath,
  querySchema: z.strictObject({
    to_bank_account_id: uuid.meta({ description: 'Of your accounts, as `GET /payout/next` names it' }),
    currency: currency.meta({ description: 'That of the payout' }),
    ...partQuery,
  }),
  answers: { 200: { description: 'One level of it', schema: explanationSchema } },
  async handle({ db, companyId, query: { to_bank_account_id: account, currency, ...asked } }) {
    const zone = await zoneOf(db, companyId)
    const items = {
      companyId,
      rows: sql`payout_items i where i.company_id = ${companyId} and i.bank_account_id = ${account}
        and i.payout_id is null and i.currency = ${currency}`,
      began: dayBegan(sql`jetpay_now()`, sql`${zone}`),
      opens: (part: string) =>
        pathTo('/payout/next/explain', { to_bank_account_id: account, currency, part }),
    }
    const body = showExplanation({ currency, time_zone: zone, ...(await explainItems(db, items, asked)) })
    return { body }
  },
})
