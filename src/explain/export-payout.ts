import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import type { PayoutPart } from '../debits/payout-item.ts'
import { LOWEST_ID } from '../ground/ids.ts'
import { formatAmount } from '../ground/money.ts'
import { endpoint } from '../http/endpoint.ts'
import { findPayout, type PayoutRow, payoutPath } from '../payouts/payout.ts'
import { readSubjects } from './subjects.ts'

/** Rows that are in memory at a time; each page is a statement of its own. */
const PAGE_ROWS = 5_000
const columns = 'part,record,record_id,transaction_id,owed_at,currency,amount'
const example = `${columns}\r\ndeposit,debit,019aa7c0-6f00-7d41-9c1a-5b0f6f3d2e10,019aa7c0-6f00-7d41-9c1a-5b0f6f3d2e10,2026-11-29T12:00:00.000Z,CAD,100.50\r\ntotal,payout,019aa7c0-6f00-7d41-9c1a-5b0f6f3d2e11,,,CAD,100.50\r\n`

type Item = { part: PayoutPart; transaction_id: string; owed_at: Date | null; amount: bigint }

/** No value needs quotes: they are ids, names of ours, numbers and times. Lines end as in RFC 4180. */
async function* itemsOf(
  db: Db,
  { company_id, payout_id, currency, amount }: PayoutRow,
): AsyncGenerator<string> {
  yield `${columns}\r\n`
  let after: Pick<Item, 'part' | 'transaction_id'> | undefined
  for (let more = true; more; ) {
    const rows: Item[] = await db.many<Item>(sql`
      select part, transaction_id, owed_at, amount from payout_items
      where company_id = ${company_id} and payout_id = ${payout_id}
        and (part, transaction_id) > (${after?.part ?? ''}::text, ${after?.transaction_id ?? LOWEST_ID}::uuid)
      order by part, transaction_id limit ${PAGE_ROWS}`)
    const subjects = await readSubjects(
      db,
      company_id,
      rows.map(({ transaction_id }) => transaction_id),
    )
    const lines = rows.map((row) => {
      const subject = subjects.get(row.transaction_id)
      return `${row.part},${subject?.kind ?? ''},${row.transaction_id},${subject?.transaction_id ?? ''},${row.owed_at?.toISOString() ?? ''},${currency},${formatAmount(row.amount)}\r\n`
    })
    if (lines.length > 0) yield lines.join('')
    after = rows.at(-1)
    more = rows.length === PAGE_ROWS
  }
  yield `total,payout,${payout_id},,,${currency},${formatAmount(amount)}\r\n`
}

export const exportPayout = endpoint({
  operationId: 'export_payout',
  method: 'GET',
  path: '/payout/{identifier}/items',
  tag: 'Payouts',
  summary: 'Export what a payout consists of as CSV',
  description: 'Every item, and a last line with the total.',
  scope: 'company:read',
  load: 'export',
  pathSchema: payoutPath,
  answers: {
    200: {
      description: `CSV: \`${columns}\``,
      schema: z.string().meta({ examples: [example] }),
      contentType: 'text/csv',
    },
  },
  async handle({ db, companyId, path: { identifier } }) {
    const payout = await findPayout(db, companyId, identifier)
    return { csv: itemsOf(db, payout), fileName: `payout-${identifier}.csv` }
  },
})
