/** What a payout is made of, or the next one will be: its items by why they are in it, and one by one. */
import { z } from 'zod'
import { type Db, empty, type Statement, sql } from '../db/sql.ts'
import type { PayoutPart } from '../debits/payout-item.ts'
import { limit } from '../http/query.ts'
import { type PayoutSum, partsOf } from '../payouts/payout-sums.ts'
import { explainOf } from './explain-account.ts'
import type { Part } from './explanation.ts'
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

type Cursor = { sum: bigint; after: string }
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

/** The query of what opens a payout, made or to come. */
export const partQuery = {
  part: partKey.optional().meta({ description: 'Opens this part into items' }),
  cursor: cursor.optional(),
  limit,
}

/**
 * Which items: `rows` are theirs, as `i`; `began` the day on which they are paid out; `opens` the path of a
 * part; `sums`, where they were kept; `sign` turns all of it.
 */
type Items = {
  companyId: string
  rows: Statement
  began: Statement
  opens(part: PartKey): string
  sums?: PayoutSum[]
  sign?: 1n | -1n
}
type Asked = { part?: PartKey | undefined; cursor?: Cursor | undefined; limit: number }

/** Their sums by part, or the items of one part; `amount` is the sum of what was asked for. */
export async function explainItems(db: Db, items: Items, { part, cursor, limit }: Asked) {
  const groups = await readGroups(db, items)
  const shown = part ? groups.filter(({ key }) => key === part) : groups
  const { as_of } = await db.one<{ as_of: Date }>(sql`select jetpay_now() as as_of`)
  return {
    amount: shown.reduce((sum, { amount }) => sum + amount, 0n),
    level: part ? ('items' as const) : ('parts' as const),
    ...(part ? await itemsPage(db, items, part, cursor, limit) : { parts: groups, next_cursor: null }),
    sumBefore: cursor?.sum ?? 0n,
    as_of,
  }
}

/** The sums of its parts: payments first, in the order in which they are told. */
async function readGroups(
  db: Db,
  { rows: from, began, opens, sums = [], sign = 1n }: Items,
): Promise<Part[]> {
  const rows =
    sums.length > 0
      ? sums
      : await db.many<PayoutSum>(sql`
          select ${partsOf(began)}, sum(i.amount)::bigint as amount, count(*) as items from ${from} group by 1, 2, 3`)
  const order: string[] = partKey.options
  return rows
    .map((row): Part => {
      const key = keyOf(row)
      return { key, amount: sign * row.amount, count: row.items, explain: opens(key) }
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
  { companyId, rows: from, began, sign = 1n }: Items,
  key: PartKey,
  cursor: Cursor | undefined,
  limit: number,
): Promise<{ parts: Part[]; next_cursor: string | null }> {
  const carried = key.startsWith('carried_over.')
  const { part, less } = reasons[key.replace('carried_over.', '') as Reason]
  const rows = await db.many<{ transaction_id: string; amount: bigint; owed_at: Date | null }>(sql`
    select i.transaction_id, i.amount, i.owed_at
    from ${from} and i.part = ${part}
      ${part === 'deposit' ? sql`and (i.amount < 0) = ${less}::boolean` : empty}
      and coalesce(i.owed_at < ${began}, false) = ${carried}::boolean
      ${cursor ? sql`and i.transaction_id > ${cursor.after}` : empty}
    order by i.transaction_id limit ${limit + 1}`)
  const page = rows.slice(0, limit)
  const subjects = await readSubjects(
    db,
    companyId,
    page.map(({ transaction_id }) => transaction_id),
  )
  const parts = page.map(({ transaction_id, amount, owed_at }): Part => {
    const subject = subjects.get(transaction_id) ?? null
    return {
      key: transaction_id,
      amount: sign * amount,
      count: 1n,
      at: owed_at,
      subject: subject && (part === 'fee' ? { ...subject, kind: 'fee' } : subject),
      explain:
        subject &&
        explainOf(subject, {
          item: `${transaction_id}:${part}`,
          ...(sign < 0n && { negated: 'true' }),
        }),
    }
  })
  const sum = parts.reduce((sum, { amount }) => sum + amount, cursor?.sum ?? 0n)
  const last = page.at(-1)
  return { parts, next_cursor: rows.length > limit && last ? `${sum}_${last.transaction_id}` : null }
}
