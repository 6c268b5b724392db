import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { noPath } from '../http/schema.ts'
import { zoneOf } from './company-zone.ts'
import { type Listed, pointSchema, showSeries, showSummary, summarySchema } from './summary.ts'
import { type Found, figuresBehind, figuresTooLong, isFound, summedWithin } from './summed-within.ts'
import {
  bucketsOf,
  rangeOf,
  rangeQuery,
  stepOf,
  steps,
  type TimeRange,
  wholeOf,
  withRange,
} from './time-range.ts'

/** What figures are made of: the account of what is owed to the company, and what posts nothing. */
const ACCOUNTS = ['company_payable', '']

/** `reached`: whether anything is known of this part of the time. */
type Row = Found<{ bucket: string; as_of: Date; behind: boolean; reached: boolean }>

export const getCompanySummary = endpoint({
  operationId: 'get_company_summary',
  method: 'GET',
  path: '/company/summary',
  tag: 'Company',
  summary: 'Get the figures of a time',
  description:
    'Volume, success, declines, refunds, fees, disputes and payouts, as the ledger has them to the cent, with a series by hours, days or months. Days are those of the company’s time zone. What each figure is made of: `/company/summary/explain`.',
  scope: 'company:read',
  pathSchema: noPath,
  querySchema: withRange(z.strictObject(rangeQuery)),
  answers: {
    200: {
      description: 'The figures',
      schema: z
        .object({
          from: z.iso.date(),
          to: z.iso.date(),
          time_zone: z.string(),
          as_of: z.iso.datetime().meta({ description: 'Everything that had happened by then is in it' }),
          behind: z.boolean().meta({
            description:
              'Whether the figures reach to `as_of` only, and not to now: what is newer is still being summed. The series ends there too',
          }),
          ...summarySchema,
          step: z.enum(steps),
          series: z.array(pointSchema),
        })
        .meta({ id: 'CompanySummary' }),
    },
  },
  async handle({ context, db, companyId, query }) {
    const range = rangeOf(query, context.clock.now(), await zoneOf(db, companyId))
    const rows = await db
      .many<Row>(sql`
        with ${summedWithin(companyId, ACCOUNTS, bucketsOf(range))}
        select bucket.bucket, kind, move, account, currency, reason, moves, amount, behind,
          not behind or bucket.starts_at < summed_before as reached,
          case when behind then summed_before else jetpay_now() end as as_of
        from reach cross join bucket left join done using (bucket) order by bucket.starts_at`)
      .catch(figuresTooLong)
    const { as_of, behind, reached } = rows[0]!
    if (!reached) throw figuresBehind(as_of)
    const done = rows.filter(isFound)
    const listed = await listedWithin(db, companyId, range)
    // Of what begins after the sums end nothing is known, and that is not nothing.
    const known = rows.filter(({ reached }) => reached).map(({ bucket }) => bucket)
    const body = {
      from: range.from,
      to: range.to,
      time_zone: range.zone,
      as_of,
      behind,
      ...showSummary(done, listed),
      step: stepOf(range),
      series: showSeries(done, [...new Set(known)]),
    }
    return { body }
  },
})

/**
 * Of each currency, as `GET /payout` and `GET /dispute` list them: counted now and not from sums, so that
 * each number is that of its list also where sums are behind.
 */
const listedWithin = (db: Db, companyId: string, range: TimeRange) =>
  db.many<Listed>(sql`
    with whole as (${wholeOf(range)}), made as (
      select currency, count(*) as payouts from whole, payouts
      where company_id = ${companyId} and created_at >= starts_at and created_at < ends_at group by currency
    ), opened as (
      select currency, count(*) as disputes from whole, disputes
      where company_id = ${companyId} and opened_at >= starts_at and opened_at < ends_at group by currency
    )
    select currency, coalesce(payouts, 0) as payouts, coalesce(disputes, 0) as disputes
    from made full join opened using (currency)`)
