import { z } from 'zod'
import { type Db, empty, sql } from '../db/sql.ts'
import type { PayoutPart } from '../debits/payout-item.ts'
import { endpoint } from '../http/endpoint.ts'
import { limit } from '../http/query.ts'
import { printAmount } from '../http/schema.ts'
import { findPayout, type PayoutRow, payoutPath, payoutSchema, showPayout } from '../payouts/payout.ts'
import { dayBegan, type PayoutSum, readSums } from '../payouts/payout-sums.ts'
import { zoneOf } from '../summaries/company-zone.ts'
import { explainOf } from './explain-account.ts'
import { explanationSchema, type Part, pathTo, showExplanation } from './explanation.ts'
import { differenceSchema, readDifferences, readTravel, travelSchema } from './payout-beside.ts'
import { readSubjects } from './subjects.ts'

/**
 * Why something is in a payout, told apart by whether it adds to it; `carried_over`: owed since an earlier
 * day.
 */
const reasons = {
  payments: { part: 'deposit', less: false },
  refunds: { part: 'deposit', less: true },
  fees: { part: 'fee', less: true },
  disputed: { part: 'disputed', less: true },
  disputes_won: { part: 'dispute_won', less: false },
  pulls_returned: { part: 'pull_returned', less: true },
  pushes_returned: { part: 'push_returned', less: false },
} as const satisfies Record<string, { part: PayoutPart; less: boolean }>
type Reason = keyof typeof reasons
const keys = Object.keys(reasons) as [Reason, ...Reason[]]

const partKey = z.enum([...keys, ...keys.map((key) => `carried_over.${key}` as const)])
type PartKey = z.infer<typeof partKey>

const cursor = z
  .string()
  .regex(/^-?\d{1,18}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be the next_cursor of a page')
  .transform((text) => {
    const [sum, after] = text.split('_')
    return { sum: BigInt(sum!), after: after! }
  })
  .meta({
    jsonSchema: {
      type: 'string',
      description: '`next_cursor` of the page before',
      examples: ['12550_019a4c7e-5b1a-7c3e-9f10-2b8f6d0a4e11'],
    },
  })

export const explainPayout = endpoint({
  operationId: 'explain_payout',
  method: 'GET',
  path: '/payout/{identifier}/explain',
  tag: 'Payouts',
  summary: 'Explain a payout',
  description:
    'What it is made of: payments, less refunds, fees, disputes and returns, each apart for what was carried over from an earlier day; with `part` its items, and from each the transaction behind it. `travels`: how it goes to the bank, file by file. `not_in_it`: differences with the network that were open when it was made, so that their payments wait.',
  scope: 'company:read',
  pathSchema: payoutPath,
  querySchema: z.strictObject({
    part: partKey.optional().meta({ description: 'Opens this part into items' }),
    cursor: cursor.optional(),
    limit,
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
    const groups = await readGroups(db, payout, zone)
    const whole = query.part ? groups.find(({ key }) => key === query.part) : undefined
    const level = query.part
      ? await itemsPage(db, payout, zone, query.part, query)
      : { parts: groups, next_cursor: null }
    const { as_of } = await db.one<{ as_of: Date }>(sql`select jetpay_now() as as_of`)
    return {
      body: {
        ...showExplanation({
          currency: payout.currency,
          amount: query.part ? (whole?.amount ?? 0n) : payout.amount,
          level: query.part ? 'items' : 'parts',
          time_zone: zone,
          ...level,
          sumBefore: query.cursor?.sum ?? 0n,
          as_of,
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

/** The sums of its parts: payments first, in the order in which they are told. */
async function readGroups(db: Db, payout: PayoutRow, zone: string): Promise<Part[]> {
  const rows = await readSums(db, payout, zone)
  const order: string[] = partKey.options
  return rows
    .map((row): Part => {
      const key = keyOf(row)
      return {
        key,
        amount: row.amount,
        count: row.items,
        explain: pathTo(`/payout/${payout.payout_id}/explain`, { part: key }),
      }
    })
    .sort((one, other) => order.indexOf(one.key) - order.indexOf(other.key))
}

const keyOf = ({ part, less, carried }: Pick<PayoutSum, 'part' | 'less' | 'carried'>): PartKey => {
  const key = keys.find(
    (key) => reasons[key].part === part && (part !== 'deposit' || reasons[key].less === less),
  )!
  return carried ? `carried_over.${key}` : key
}

async function itemsPage(
  db: Db,
  { company_id, payout_id }: PayoutRow,
  zone: string,
  key: PartKey,
  { cursor, limit }: { cursor?: { sum: bigint; after: string } | undefined; limit: number },
): Promise<{ parts: Part[]; next_cursor: string | null }> {
  const carried = key.startsWith('carried_over.')
  const { part, less } = reasons[key.replace('carried_over.', '') as Reason]
  const rows = await db.many<{ transaction_id: string; amount: bigint; owed_at: Date | null }>(sql`
    select i.transaction_id, i.amount, i.owed_at
    from payouts p join payout_items i on i.company_id = p.company_id and i.payout_id = p.payout_id
    where p.company_id = ${company_id} and p.payout_id = ${payout_id} and i.part = ${part}
      ${part === 'deposit' ? sql`and (i.amount < 0) = ${less}::boolean` : empty}
      and coalesce(i.owed_at < ${dayBegan(sql`${zone}`)}, false) = ${carried}::boolean
      ${cursor ? sql`and i.transaction_id > ${cursor.after}` : empty}
    order by i.transaction_id limit ${limit + 1}`)
  const page = rows.slice(0, limit)
  const subjects = await readSubjects(
    db,
    company_id,
    page.map(({ transaction_id }) => transaction_id),
  )
  const parts = page.map(({ transaction_id, amount, owed_at }): Part => {
    const subject = subjects.get(transaction_id) ?? null
    return {
      key: transaction_id,
      amount,
      count: 1n,
      at: owed_at,
      subject: subject && (part === 'fee' ? { ...subject, kind: 'fee' } : subject),
      explain: subject && explainOf(subject),
    }
  })
  const sum = parts.reduce((sum, { amount }) => sum + amount, cursor?.sum ?? 0n)
  const last = page.at(-1)
  return { parts, next_cursor: rows.length > limit && last ? `${sum}_${last.transaction_id}` : null }
}
