import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { endpoint } from '../http/endpoint.ts'
import { queryInteger } from '../http/query.ts'
import { noPath } from '../http/schema.ts'
import { networkDayBegins } from '../payouts/next-clearing.ts'
import { addDays, bankHolidays, isBankingDay, torontoTime } from '../rails/banking-calendar.ts'
import { federalHolidays } from '../rails/federal-holidays.ts'
import { occurrencesFrom, type Rule } from '../schedules/occurrence-dates.ts'
import { clockSchema, readClock, showClock } from './sandbox-clock.ts'

/** Of each kind that is looked at; nobody reads more of a calendar. */
const LOOKED_AT_MAX = 5_000

const counts = {
  schedules: z.int().meta({ description: 'Dates of your schedules' }),
  holds_expiring: z.int().meta({ description: 'Holds on cards that end by themselves' }),
  disputes_due: z.int().meta({ description: 'Disputes that are lost unless they are answered before' }),
  bank_items: z.int().meta({ description: 'Debits, credits and payouts by bank that are due' }),
}

const daySchema = z
  .object({
    day: z.iso.date().meta({ description: 'Toronto’s, as banks count' }),
    banks_open: z.object({ canada: z.boolean(), united_states: z.boolean() }),
    holiday: z.string().nullable().meta({ description: 'Why banks are closed, beside weekends' }),
    clearing_at: z.iso.datetime().meta({ description: 'The network clears the day before' }),
    ...counts,
  })
  .meta({ id: 'SandboxDay' })

export const getSandboxCalendar = endpoint({
  operationId: 'get_sandbox_calendar',
  method: 'GET',
  path: '/sandbox/calendar',
  tag: 'Sandbox',
  summary: 'See what the next days will bring',
  description:
    'In the demo only: banking days, and how much of your company falls due on each, so that one can tell what moving the clock will do.',
  scope: 'company:read',
  pathSchema: noPath,
  querySchema: z.strictObject({
    days: queryInteger(1, 60, 'must be 1 to 60')
      .default(14)
      .meta({
        jsonSchema: { type: 'integer', minimum: 1, maximum: 60, default: 14 },
        description: 'How many, today included',
      }),
  }),
  answers: {
    200: {
      description: 'Today and the days after it',
      schema: z.object({ clock: clockSchema, data: z.array(daySchema) }).meta({ id: 'SandboxCalendar' }),
    },
  },
  demoOnly: true,
  async handle({ db, companyId, query }) {
    const clock = await readClock(db)
    const today = torontoTime(clock.now).day
    const days = Array.from({ length: query.days }, (_, at) => addDays(today, at))
    const due = [
      ...(await dueUntil(db, companyId, days.at(-1)!)),
      ...(await schedulesDue(db, companyId, days)),
    ]
    const none = { schedules: 0, holds_expiring: 0, disputes_due: 0, bank_items: 0 }
    const data = days.map((day) => ({
      day,
      banks_open: { canada: isBankingDay(day), united_states: isBankingDay(day, 'united_states') },
      holiday: holidayOf(day),
      clearing_at: networkDayBegins(day),
      ...none,
      ...Object.fromEntries(due.filter((one) => one.day === day).map(({ kind, count }) => [kind, count])),
    }))
    return { body: { clock: showClock(clock), data } }
  },
})

const holidayOf = (day: string): string | null => {
  const year = Number(day.slice(0, 4))
  return bankHolidays(year).get(day) ?? federalHolidays(year).get(day) ?? null
}

/** Each date of the active schedules; one that is overdue counts for today, as it will be made at once. */
async function schedulesDue(db: Db, companyId: string, days: readonly string[]) {
  const [today, last] = [days[0]!, days.at(-1)!]
  const rows = await db.many<Rule & { next_number: number }>(sql`
    select start_on::text, frequency, every, end_on::text, count, business_day, next_number from schedules
    where company_id = ${companyId} and state = 'active' and next_due_at < ${last}::date + 2
    order by next_due_at limit ${LOOKED_AT_MAX}`)
  const counts = new Map<string, number>()
  for (const { next_number, ...rule } of rows)
    for (const { due_on } of occurrencesFrom(rule, next_number, days.length)) {
      const day = due_on < today ? today : due_on
      if (day <= last) counts.set(day, (counts.get(day) ?? 0) + 1)
    }
  return [...counts].map(([day, count]) => ({ kind: 'schedules' as const, day, count }))
}

/** What falls due, by day; what is overdue counts for today, as it will be done at once. */
const dueUntil = (db: Db, companyId: string, last: string) =>
  db.many<{ kind: Exclude<keyof typeof counts, 'schedules'>; day: string; count: number }>(sql`
    with due as (
      (select 'holds_expiring' as kind, due_at as at from authorizations
        where company_id = ${companyId} and due_at is not null and due_at < ${last}::date + 2 and capture_amount is null
        order by due_at limit ${LOOKED_AT_MAX})
      union all
      (select 'disputes_due', respond_by from disputes
        where company_id = ${companyId} and state = 'needs_response' and respond_by < ${last}::date + 2 order by respond_by limit ${LOOKED_AT_MAX})
      union all
      (select 'bank_items', file_due_on::timestamp at time zone 'America/Toronto' from bank_items
        where company_id = ${companyId} and state = 'sent' and file_due_on <= ${last}::date order by file_due_on limit ${LOOKED_AT_MAX})
    )
    select kind, to_char(greatest(toronto_day(at), toronto_day(jetpay_now())), 'YYYY-MM-DD') as day, count(*)::integer as count
    from due group by 1, 2`)
