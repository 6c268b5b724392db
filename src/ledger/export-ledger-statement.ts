import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { formatAmount } from '../ground/money.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import { cursorValue, day, type EntryCursor, type EntryRow, entries, entryPosition } from './entry.ts'

/** A leap year: what a company's books are closed for. */
const DAYS_MAX = 366
const DAY_MS = 86_400_000
/** Rows that are in memory at a time, about 1 MB; each page is a statement of its own, so none runs long. */
const PAGE_ROWS = 5_000

const columns = 'day,posted_at,transaction_id,sequence,move,line,account,currency,amount'
const example = `${columns}\r\n2026-11-29,2026-11-29T12:00:00.000Z,019aa7c0-6f00-7d41-9c1a-5b0f6f3d2e10,2,charge,1,network_receivable,CAD,100.50\r\n`

/** No value needs quotes: they are ids, names of ours, numbers and times. Lines end as in RFC 4180. */
const toLine = (row: EntryRow) =>
  `${row.day},${row.posted_at.toISOString()},${row.transaction_id},${row.sequence},${row.move},${row.line},${row.account},${row.currency},${formatAmount(row.amount)}\r\n`

/** Before the first entry of a day. */
const startOf = (day: string): EntryCursor => ({
  day,
  transaction_id: '00000000-0000-0000-0000-000000000000',
  sequence: 0,
  line: 0,
})

/**
 * The entries of these days, oldest first. A move that is made meanwhile is in it with all its lines or with
 * none.
 */
async function* statement(db: Db, companyId: string, from: string, to: string): AsyncGenerator<string> {
  yield `${columns}\r\n`
  let after = startOf(from)
  for (let more = true; more; ) {
    const rows = await db.many<EntryRow>(sql`
      ${entries}
      where e.company_id = ${companyId} and ${entryPosition} > ${cursorValue(after)} and e.day <= ${to}::date
      order by e.day, e.transaction_id, e.sequence, e.line limit ${PAGE_ROWS}`)
    if (rows.length > 0) yield rows.map(toLine).join('')
    after = rows.at(-1) ?? after
    more = rows.length === PAGE_ROWS
  }
}

export const exportLedgerStatement = endpoint({
  operationId: 'export_ledger_statement',
  method: 'GET',
  path: '/ledger/statement',
  tag: 'Ledger',
  summary: 'Export a statement of the ledger as CSV',
  description: `Every entry of up to ${DAYS_MAX} days, oldest day first. Amounts are in major units; a debit is positive, a credit negative.`,
  scope: 'company:read',
  load: 'export',
  pathSchema: noPath,
  querySchema: z
    .strictObject({
      from: day.meta({ description: 'The first day (UTC)' }),
      to: day.meta({ description: 'The last day, included' }),
    })
    .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before `from`' })
    .refine(({ from, to }) => (Date.parse(to) - Date.parse(from)) / DAY_MS < DAYS_MAX, {
      path: ['to'],
      message: `must be at most ${DAYS_MAX} days, the first included, from \`from\``,
    }),
  answers: {
    200: {
      description: `CSV: \`${columns}\``,
      schema: z.string().meta({ examples: [example] }),
      contentType: 'text/csv',
    },
  },
  async handle({ db, companyId, query: { from, to } }) {
    return { csv: statement(db, companyId, from, to), fileName: `ledger-${from}-to-${to}.csv` }
  },
})
