import { type Db, sql } from '../db/sql.ts'
import type { Job } from '../process/poll.ts'

/**
 * A day is summed this long after its end: all that was posted in it has committed, as no statement runs for
 * 25 s.
 */
const GRACE_HOURS = 1
/** As long after the demo's clock was moved, which ends days at once: what began before posts in them yet. */
const MOVED_SECONDS = 30
/** Days that one statement sums, so that a company's first one is bounded too. */
const DAYS = 7
const COMPANIES = 100

/** The last day that may be summed. */
const lastDay = sql`((jetpay_now() - make_interval(hours => ${GRACE_HOURS})) at time zone 'utc')::date - 1`

/** Sums the days of the ledger that are over into `ledger_days`, company by company. */
export const rollUpLedger: Job = {
  name: 'roll-up-ledger',
  mayWait: true,
  idleMs: 60_000,
  async run({ db }) {
    const due = await db.many<{ company_id: string; day_before: string }>(sql`
      select company_id, coalesce(closed_through, first_day - 1)::text as day_before
      from companies left join ledger_closings using (company_id)
      cross join lateral (
        select min(day) as first_day from ledger_entries where ledger_entries.company_id = companies.company_id
      ) as entries
      where coalesce(closed_through, first_day - 1) < ${lastDay}
        and not exists (
          select from clock where moved_at > statement_timestamp() - make_interval(secs => ${MOVED_SECONDS})
        )
      order by company_id limit ${COMPANIES}`)
    for (const { company_id, day_before } of due) await closeDays(db, company_id, day_before)
    return due.length > 0
  },
}

/**
 * The next days after `dayBefore`; nothing where another worker was first, whose closing this one waits for.
 */
const closeDays = (db: Db, companyId: string, dayBefore: string) =>
  db.run(sql`
    with closed as (
      insert into ledger_closings as closing (company_id, closed_through)
      values (${companyId}, least(${dayBefore}::date + ${DAYS}::integer, ${lastDay}))
      on conflict (company_id) do update set closed_through = excluded.closed_through
        where closing.closed_through = ${dayBefore}::date
      returning company_id, closed_through
    )
    insert into ledger_days (company_id, day, account, currency, amount)
    select e.company_id, e.day, e.account, e.currency, sum(e.amount)
    from closed join ledger_entries e on e.company_id = closed.company_id
      and e.day > ${dayBefore}::date and e.day <= closed.closed_through
    group by e.company_id, e.day, e.account, e.currency`)
