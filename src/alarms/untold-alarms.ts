import { type Db, sql } from '../db/sql.ts'
import type { AlarmRow } from './alarm.ts'
import { type AboutRow, aboutColumns, aboutFrom } from './alarm-subject.ts'

export type UntoldAlarm = AlarmRow & AboutRow

/**
 * Alarms that nobody was told of yet, which are told of now: with the caller's transaction they are claimed
 * or left.
 */
export const claimUntoldAlarms = (db: Db) =>
  db.many<UntoldAlarm>(sql`
    with told as (
      update alarms set told_at = jetpay_now() where alarm_id in (
        select alarm_id from alarms where told_at is null and closed_at is null order by raised_at limit 20
        for update skip locked)
      returning *
    )
    select a.alarm_id, a.company_id, a.kind, a.subject, a.details, a.raised_at, a.closed_at, a.closed_by, a.note,
      ${aboutColumns}
    from told a ${aboutFrom} order by a.alarm_id`)
