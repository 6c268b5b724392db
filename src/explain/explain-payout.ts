import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { printAmount } from '../http/schema.ts'
import { findPayout, payoutPath, payoutSchema, showPayout } from '../payouts/payout.ts'
import { dayBegan, keptSums } from '../payouts/payout-sums.ts'
import { zoneOf } from '../summaries/company-zone.ts'
import { explanationSchema, negated, pathTo, showExplanation } from './explanation.ts'
import { differenceSchema, readDifferences, readTravel, travelSchema } from './payout-beside.ts'
import { explainItems, partQuery } from './payout-items.ts'

export const explainPayout = endpoint({
  operationId: 'explain_payout',
  method: 'GET',
  path: '/payout/{identifier}/explain',
  tag: 'Payouts',
  summary: 'Explain a payout',
  description:
    'What it is made of: payments, less refunds, fees, disputes and returns, each apart for what was carried over from an earlier day; with `part` its items, and from each the transaction behind it. `travels`: how it goes to the bank, file by file. `not_in_it`: differences with the network, of payments to its account, that were open when it was made, so that they waited.',
  scope: 'company:read',
  notToNarrow: true,
  pathSchema: payoutPath,
  querySchema: z.strictObject({
    ...partQuery,
    negated: negated.meta({
      description: 'All of it with the other sign: for a number that counts what is paid out below zero',
    }),
  }),
  answers: {
    200: {
      description: 'One level of it',
      schema: explanationSchema
        .extend({
          payout: payoutSchema,
          travels: z.array(travelSchema),
          not_in_it: z.array(differenceSchema),
        })
        .meta({ id: 'PayoutExplanation' }),
    },
  },
  async handle({ db, companyId, path: { identifier }, query }) {
    const payout = await findPayout(db, companyId, identifier)
    const zone = await zoneOf(db, companyId)
    const items = {
      companyId,
      rows: sql`payout_items i join payouts p on p.company_id = i.company_id and p.payout_id = i.payout_id
        where i.company_id = ${companyId} and i.payout_id = ${identifier}`,
      began: dayBegan(sql`p.created_at`, sql`${zone}`),
      sums: await keptSums(db, payout, zone),
      opens: (part: string) => pathTo(`/payout/${identifier}/explain`, { part, negated: query.negated }),
      sign: query.negated ? (-1n as const) : (1n as const),
    }
    const explained = await explainItems(db, items, query)
    return {
      body: {
        ...showExplanation({
          currency: payout.currency,
          time_zone: zone,
          ...explained,
          amount: query.part ? explained.amount : items.sign * payout.amount,
        }),
        payout: showPayout(payout),
        travels: (await readTravel(db, payout)).map((item) => ({
          ...item,
          amount: printAmount(item.amount),
        })),
        not_in_it: (await readDifferences(db, payout)).map((item) => ({
          ...item,
          expected: printAmount(item.expected),
          received: printAmount(item.received),
        })),
      },
    }
  },
})
