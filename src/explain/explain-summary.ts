import { z } from 'zod'
import { endpoint } from '../http/endpoint.ts'
import { limit } from '../http/query.ts'
import { currency, noPath } from '../http/schema.ts'
import { zoneOf } from '../summaries/company-zone.ts'
import { figures, moneyFigures } from '../summaries/figures.ts'
import { rangeOf, rangeQuery, wholeOf, withRange } from '../summaries/time-range.ts'
import { explainAccount, openedBy } from './explain-account.ts'
import { explanationSchema, showExplanation } from './explanation.ts'

export const explainSummary = endpoint({
  operationId: 'explain_company_summary',
  method: 'GET',
  path: '/company/summary/explain',
  tag: 'Company',
  summary: 'Explain a figure',
  description:
    'What a figure of `/company/summary`, or its `payable_change`, is made of in the same time, level by level: moves, days of the company’s time zone, entries, transactions. Each part has the path that opens it.',
  scope: 'company:read',
  notToNarrow: true,
  pathSchema: noPath,
  querySchema: withRange(
    z.strictObject({
      ...rangeQuery,
      currency,
      ...openedBy,
      figure: z
        .enum(figures)
        .optional()
        .meta({ description: 'Which of `figures`; without it `payable_change`' }),
      limit,
    }),
  ),
  answers: { 200: { description: 'One level of it', schema: explanationSchema } },
  async handle({ context, db, companyId, query }) {
    const range = rangeOf(query, context.clock.now(), await zoneOf(db, companyId))
    // What is owed stands in the ledger below zero.
    const { account, sign } = query.figure
      ? moneyFigures[query.figure]
      : { account: 'company_payable' as const, sign: -1n as const }
    const explained = await explainAccount(db, {
      ...query,
      companyId,
      account,
      sign,
      byMove: true,
      whole: wholeOf(range),
      range,
      path: '/company/summary/explain',
      query: { from: range.from, to: range.to, currency: query.currency, figure: query.figure },
    })
    return { body: showExplanation(explained) }
  },
})
