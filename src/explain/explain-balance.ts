import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { limit } from '../http/query.ts'
import { currency, noPath } from '../http/schema.ts'
import { account } from '../ledger/entry.ts'
import { ever } from '../summaries/summed-within.ts'
import { explainAccount, openedBy } from './explain-account.ts'
import { explanationSchema, showExplanation } from './explanation.ts'

export const explainBalance = endpoint({
  operationId: 'explain_balance',
  method: 'GET',
  path: '/balance/explain',
  tag: 'Ledger',
  summary: 'Explain a balance',
  description:
    'What the balance of an account is made of, level by level: figures, moves, days (UTC, as in the ledger), entries, transactions. Each part has the path that opens it. Signs are the ledger’s: a debit is positive.',
  scope: 'company:read',
  notToNarrow: true,
  pathSchema: noPath,
  querySchema: z.strictObject({
    currency,
    account: account.default('company_payable'),
    ...openedBy,
    limit,
  }),
  answers: { 200: { description: 'One level of it', schema: explanationSchema } },
  async handle({ context, db, companyId, query }) {
    const { first } = await db.one<{ first: string | null }>(sql`
      select least(
        (select min(starts_at) from summed_moves
          where company_id = ${companyId} and grain = 'day' and account = ${query.account}),
        (select summed_before from summed_until where summed_before > '-infinity'),
        (select created_at from companies where company_id = ${companyId}))::date::text as first`)
    const today = context.clock.now().toISOString().slice(0, 10)
    const explained = await explainAccount(db, {
      ...query,
      companyId,
      sign: 1n,
      whole: ever,
      range: { from: first ?? today, to: today, zone: 'UTC' },
      path: '/balance/explain',
      query: { currency: query.currency, account: query.account },
    })
    return { body: showExplanation(explained) }
  },
})
