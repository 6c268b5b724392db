import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { payoutParts } from '../debits/payout-item.ts'
import { endpoint } from '../http/endpoint.ts'
import { amountAnswer, printAmount, uuid } from '../http/schema.ts'
import { findPayout, payoutPath, payoutSchema, showPayout } from './payout.ts'

/** Items that are shown; a payout of more has all of them in the ledger (`GET /ledger/entries`). */
const ITEMS_MAX = 1_000

const itemSchema = z.object({
  transaction_id: uuid,
  amount: amountAnswer,
  part: z.enum(payoutParts).meta({
    description:
      'Why it is in the payout: the money itself (below zero, a refund), what a bank took or sent back later, the fee for it, what a card holder disputed, or a dispute that was won',
  }),
})
type Item = { transaction_id: string; amount: bigint; part: z.infer<typeof itemSchema>['part'] }

export const getPayout = endpoint({
  operationId: 'get_payout',
  method: 'GET',
  path: '/payout/{identifier}',
  tag: 'Payouts',
  summary: 'Get a payout with what it consists of',
  description: `With its first ${ITEMS_MAX} transactions; \`items_total\` says how many there are.`,
  scope: 'company:read',
  pathSchema: payoutPath,
  answers: {
    200: {
      description: 'The payout',
      schema: payoutSchema
        .extend({ items: z.array(itemSchema), items_total: z.int() })
        .meta({ id: 'PayoutWithItems' }),
    },
  },
  async handle({ db, companyId, path: { identifier } }) {
    const payout = await findPayout(db, companyId, identifier)
    const items = await db.many<Item>(sql`
      select transaction_id, amount, part from payout_items
      where company_id = ${companyId} and payout_id = ${identifier} order by part, transaction_id limit ${ITEMS_MAX}`)
    const { total } = await db.one<{ total: bigint }>(sql`
      select coalesce(
        (select sum(items) from payout_sums where company_id = ${companyId} and payout_id = ${identifier}),
        (select count(*) from payout_items where company_id = ${companyId} and payout_id = ${identifier}))::bigint as total`)
    return {
      body: {
        ...showPayout(payout),
        items: items.map((item) => ({ ...item, amount: printAmount(item.amount) })),
        items_total: Number(total),
      },
    }
  },
})
