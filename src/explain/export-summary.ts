import { z } from 'zod'
import type { Db } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { formatAmount } from '../ground/money.ts'
import { endpoint } from '../http/endpoint.ts'
import { currency, noPath } from '../http/schema.ts'
import { zoneOf } from '../summaries/company-zone.ts'
import { type Figure, figures, type MoveName, moneyFigures } from '../summaries/figures.ts'
import { readSummed, type Summed } from '../summaries/summed-within.ts'
import {
  daysBetween,
  daysOf,
  rangeOf,
  rangeQuery,
  type TimeRange,
  wholeOf,
  withRange,
} from '../summaries/time-range.ts'
import { type EntriesOf, type EntryPosition, readEntries } from './account-entries.ts'
import { readSubjects } from './subjects.ts'

/** A leap year, as a statement of the ledger. */
const DAYS_MAX = 366
/** Rows that are in memory at a time. */
const PAGE_ROWS = 2_000
const columns = 'day,at,move,record,record_id,transaction_id,currency,amount'
const example = `${columns}\r\n2026-11-29,2026-11-29T12:00:00.000Z,charge,debit,019aa7c0-6f00-7d41-9c1a-5b0f6f3d2e10,019aa7c0-6f00-7d41-9c1a-5b0f6f3d2e10,CAD,100.50\r\n`

/** The entries of a figure, move by move and day by day. No value needs quotes; lines end as in RFC 4180. */
async function* entriesOf(
  db: Db,
  companyId: string,
  figure: Figure,
  of: Pick<EntriesOf, 'currency'>,
  range: TimeRange,
  sums: Summed[],
): AsyncGenerator<string> {
  const { account, moves, sign } = moneyFigures[figure]
  yield `${columns}\r\n`
  const names: readonly MoveName[] = moves
  const meant = sums
    .map(({ bucket, kind, move, currency }) => ({
      day: bucket,
      name: `${kind}.${move}` as MoveName,
      currency,
    }))
    .filter(({ name, currency }) => currency === of.currency && names.includes(name))
    .sort((one, other) => (one.day + one.name < other.day + other.name ? -1 : 1))
  for (const { day, name } of meant) {
    const bucket = wholeOf({ ...range, from: day, to: day })
    let after: EntryPosition | undefined
    for (let more = true; more; ) {
      const { entries, next } = await readEntries(
        db,
        { companyId, account, currency: of.currency, name },
        bucket,
        {
          after,
          limit: PAGE_ROWS,
        },
      )
      const subjects = await readSubjects(
        db,
        companyId,
        entries.map(({ transaction_id }) => transaction_id),
      )
      const lines = entries.map((entry) => {
        const subject = subjects.get(entry.transaction_id)
        return `${day},${entry.moved_at.toISOString()},${name},${subject?.kind ?? ''},${entry.transaction_id},${subject?.transaction_id ?? ''},${of.currency},${formatAmount(sign * entry.amount)}\r\n`
      })
      if (lines.length > 0) yield lines.join('')
      after = next ?? undefined
      more = next !== null
    }
  }
}

export const exportSummary = endpoint({
  operationId: 'export_company_summary',
  method: 'GET',
  path: '/company/summary/entries',
  tag: 'Company',
  summary: 'Export what a figure is made of as CSV',
  description: `Every entry of a figure of up to ${DAYS_MAX} days, in the figure’s sign: the amounts add up to it.`,
  scope: 'company:read',
  load: 'export',
  pathSchema: noPath,
  querySchema: withRange(
    z.strictObject({
      ...rangeQuery,
      currency,
      figure: z.enum(figures).meta({ description: 'Which of `figures`' }),
    }),
  ),
  answers: {
    200: {
      description: `CSV: \`${columns}\``,
      schema: z.string().meta({ examples: [example] }),
      contentType: 'text/csv',
    },
  },
  async handle({ context, db, companyId, query }) {
    const range = rangeOf(query, context.clock.now(), await zoneOf(db, companyId))
    if (daysBetween(range) > DAYS_MAX)
      throw new Problem('validation_failed', 'Correct these fields: to.', {
        errors: [
          { path: 'to', message: `must be at most ${DAYS_MAX} days, the first included, from \`from\`` },
        ],
      })
    // Before the file begins: sums that are far behind are a 503, and no file that is cut.
    const sums = await readSummed(db, companyId, [moneyFigures[query.figure].account], daysOf(range))
    const csv = entriesOf(db, companyId, query.figure, query, range, sums)
    return { csv, fileName: `${query.figure}-${range.from}-to-${range.to}.csv` }
  },
})
