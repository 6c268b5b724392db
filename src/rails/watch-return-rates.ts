import { closeAlarms, raiseAlarm } from '../alarms/alarm.ts'
import { type Db, sql } from '../db/sql.ts'
import type { Job } from '../process/poll.ts'
import { RETURNS_WITHIN_DAYS, ratesBeyond, readReturnRates } from './return-rates.ts'

/** Returns of two months do not change by the hour, and all debits of that time are counted. */
const IDLE_MS = 6 * 3_600_000
/** Who has closed it has written to the company: it is called again when that has not helped for so long. */
const QUIET_DAYS = 30

/**
 * Calls a person where a company's debits come back more often than Nacha lets pass (Operating Rules 2.17):
 * the bank asks within days for reasons and for what is done about it. It closes by itself once the rates are
 * below again.
 */
export const watchReturnRates = (idleMs = IDLE_MS): Job => ({
  name: 'watch-return-rates',
  idleMs,
  async run({ db, log }) {
    const beyond = (await readReturnRates(db)).flatMap((of) => {
      const rates = ratesBeyond(of)
      return rates.length > 0 ? [{ ...of, rates }] : []
    })
    for (const { company_id, rates, ...counts } of beyond) {
      const numbers = Object.entries(counts).map(([name, count]) => [name, Number(count)])
      const details = { rates, ...Object.fromEntries(numbers), within_days: RETURNS_WITHIN_DAYS }
      if (await wasClosed(db, company_id)) continue
      const alarm = { kind: 'return_rate_high', subject: company_id, companyId: company_id, details } as const
      if (await raiseAlarm(db, alarm)) log.warn({ company_id, ...details }, 'debits come back too often')
    }
    for (const subject of await openFor(db))
      if (!beyond.some(({ company_id }) => company_id === subject))
        await closeAlarms(db, 'return_rate_high', subject, 'its rates are below Nacha’s again')
    return false
  },
})

const wasClosed = async (db: Db, companyId: string): Promise<boolean> =>
  (await db.first(sql`
    select from alarms where kind = 'return_rate_high' and subject = ${companyId}
      and closed_at > jetpay_now() - make_interval(days => ${QUIET_DAYS})`)) !== undefined

const openFor = async (db: Db): Promise<string[]> =>
  (
    await db.many<{ subject: string }>(sql`
      select subject from alarms where kind = 'return_rate_high' and closed_at is null`)
  ).map(({ subject }) => subject)
