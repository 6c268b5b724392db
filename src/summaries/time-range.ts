import type { z } from 'zod'
import { type Statement, sql } from '../db/sql.ts'
import { day } from '../ledger/entry.ts'

const DAY_MS = 86_400_000
/** Ten years: what a company looks back to. */
const RANGE_DAYS_MAX = 3_660
/** A series by days is at most a quarter of a year long, one by months has what is longer. */
const DAYS_IN_SERIES_MAX = 92
const HOURS_IN_SERIES_DAYS_MAX = 2

/** The days of a time, both included, in the company's time zone; without them the last thirty. */
export type TimeRange = { from: string; to: string; zone: string }

export const rangeQuery = {
  from: day
    .optional()
    .meta({ description: 'The first day, in the company’s time zone; default: 29 days before `to`' }),
  to: day.optional().meta({ description: 'The last day, included; default: today' }),
}
type Asked = { from?: string | undefined; to?: string | undefined }

const spanOf = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / DAY_MS
const daysBefore = (to: string, days: number) =>
  new Date(Date.parse(to) - days * DAY_MS).toISOString().slice(0, 10)
/** `sv-SE` writes days as ISO 8601 does. */
const today = (now: Date, zone: string) => new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now)

/** For a query's schema: `to` is not before `from`, and the time no longer than it may be. */
export const withRange = <Query extends z.ZodType<Asked>>(query: Query): Query =>
  query
    .refine(({ from, to }) => !from || !to || from <= to, {
      path: ['to'],
      message: 'must not be before `from`',
    })
    .refine(({ from, to }) => !from || !to || spanOf(from, to) < RANGE_DAYS_MAX, {
      path: ['to'],
      message: `must be at most ${RANGE_DAYS_MAX} days, the first included, from \`from\``,
    })

export function rangeOf({ from, to }: Asked, now: Date, zone: string): TimeRange {
  const last = to ?? today(now, zone)
  const first = from ?? daysBefore(last, 29)
  return { from: first <= last ? first : last, to: last, zone }
}

/** How many days it has. */
export const daysBetween = ({ from, to }: TimeRange) => spanOf(from, to) + 1

export const steps = ['hour', 'day', 'month'] as const
export type Step = (typeof steps)[number]
export function stepOf(range: TimeRange): Step {
  const days = daysBetween(range)
  return days <= HOURS_IN_SERIES_DAYS_MAX ? 'hour' : days <= DAYS_IN_SERIES_MAX ? 'day' : 'month'
}

/** The whole time as one. */
export const wholeOf = ({ from, to, zone }: TimeRange): Statement => sql`
  select 'whole' as bucket, ${from}::date::timestamp at time zone ${zone} as starts_at,
    (${to}::date + 1)::timestamp at time zone ${zone} as ends_at`

/** Its parts, each called by when it begins: an instant, a day, or the month's first day in the time. */
export function bucketsOf(range: TimeRange): Statement {
  const { from, to, zone } = range
  const step = stepOf(range)
  if (step === 'hour')
    return sql`
      select to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as bucket, at as starts_at, at + interval '1 hour' as ends_at
      from generate_series(${from}::date::timestamp at time zone ${zone},
        (${to}::date + 1)::timestamp at time zone ${zone} - interval '1 hour', interval '1 hour') at`
  if (step === 'day') return daysOf(range)
  return sql`
    select greatest(month::date, ${from}::date)::text as bucket,
      greatest(month::date, ${from}::date)::timestamp at time zone ${zone} as starts_at,
      least((month + interval '1 month')::date, ${to}::date + 1)::timestamp at time zone ${zone} as ends_at
    from generate_series(date_trunc('month', ${from}::date::timestamp), ${to}::date::timestamp, interval '1 month') month`
}

/** Its days. */
export const daysOf = ({ from, to, zone }: TimeRange): Statement => sql`
  select day::date::text as bucket, day at time zone ${zone} as starts_at,
    (day + interval '1 day') at time zone ${zone} as ends_at
  from generate_series(${from}::date::timestamp, ${to}::date::timestamp, interval '1 day') day`
