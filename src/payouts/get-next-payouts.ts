import { z } from 'zod'
import { sql } from '../db/sql.ts'
import type { Currency } from '../ground/money.ts'
import { endpoint } from '../http/endpoint.ts'
import { amountAnswer, currency, noPath, printAmount, uuid } from '../http/schema.ts'
import { nextClearing } from './next-clearing.ts'

/** Accounts that are told of; a company has a few. */
const ACCOUNTS_MAX = 100
/** Items of one account that are summed: what a clearing file of the largest company brings, and more. */
const ITEMS_MAX = 500_000

type Row = {
  to_bank_account_id: string
  account_last4: string
  currency: Currency
  amount: bigint
  items: bigint
  since: Date | null
}

export const getNextPayouts = endpoint({
  operationId: 'get_next_payouts',
  method: 'GET',
  path: '/payout/next',
  tag: 'Payouts',
  summary: 'Get what the next payouts will be',
  description:
    'An estimate: for each of your bank accounts what is owed to it by now, which the next payout will at least consider. A payout is made of all that waits, within moments of a clearing file or a bank’s settlement, where that is more than nothing; less than nothing is carried over. Charges that the network has not cleared yet are not in it.',
  scope: 'company:read',
  pathSchema: noPath,
  answers: {
    200: {
      description: 'What waits',
      schema: z
        .object({
          data: z.array(
            z.object({
              to_bank_account_id: uuid,
              account_last4: z.string(),
              currency,
              amount: amountAnswer.meta({
                description: 'Below zero: refunds, fees or disputes that are carried over',
              }),
              items_total: z.int(),
              since: z.iso.datetime().nullable().meta({ description: 'When the first of it became owed' }),
              is_carried_over: z.boolean().meta({ description: 'No payout is made of it before more comes' }),
            }),
          ),
          next_clearing_at: z.iso.datetime().nullable().meta({
            description:
              'When the network’s next file is expected: in the demo at the end of its day, midnight UTC; else a day after its last one, and null before the first',
          }),
        })
        .meta({ id: 'NextPayouts' }),
    },
  },
  async handle({ context, db, companyId }) {
    const rows = await db.many<Row>(sql`
      select bank_account_id as to_bank_account_id, account_number_last4 as account_last4, waiting.currency, amount, items, since
      from bank_accounts cross join lateral (
        select currency, sum(amount)::bigint as amount, count(*) as items, min(owed_at) as since from (
          select i.currency, i.amount, i.owed_at from payout_items i
          where i.company_id = ${companyId} and i.bank_account_id = bank_accounts.bank_account_id and i.payout_id is null
          limit ${ITEMS_MAX}) item group by 1
      ) waiting
      where company_id = ${companyId} and contact_id is null order by bank_account_id limit ${ACCOUNTS_MAX}`)
    return {
      body: {
        data: rows.map(({ amount, items, ...row }) => ({
          ...row,
          amount: printAmount(amount),
          items_total: Number(items),
          is_carried_over: amount <= 0n,
        })),
        next_clearing_at: (await nextClearing(db, context))?.at ?? null,
      },
    }
  },
})
