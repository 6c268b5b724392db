import { sql } from '../db/sql.ts'
import type { Job } from '../process/poll.ts'
import {
  type AlertStage,
  alertStages,
  ENDING_BEFORE_SECONDS,
  LASTING_AFTER_SECONDS,
  tellOfFailure,
} from './alert.ts'
import { GIVE_UP_AFTER_SECONDS } from './retry-schedule.ts'

const BATCH = 100
/** These alerts count in hours; ten seconds late is early enough. */
const EVERY_MS = 10_000

/** What time makes of a webhook that fails, where that has not been told yet: see `alertStages`. */
const stage = sql`case
  when failing_since <= jetpay_now() - make_interval(secs => ${GIVE_UP_AFTER_SECONDS - ENDING_BEFORE_SECONDS}) then 'ending'
  when failing_since <= jetpay_now() - make_interval(secs => ${LASTING_AFTER_SECONDS}) then 'lasting' end`
const untold = sql`state = 'backing_off' and coalesce(array_position(${[...alertStages]}::text[], alerted), 0)
  < array_position(${[...alertStages]}::text[], ${stage})`

/**
 * Tells of webhooks whose failing has lasted, and of those that are about to stop. The first failure and the
 * stop itself are told where they are recorded.
 */
export const alertWebhooks = (idleMs = EVERY_MS): Job => ({
  name: 'alert-webhooks',
  idleMs,
  async run({ db, config }) {
    const due = await db.many<{ company_id: string; webhook_id: string }>(sql`
      select company_id, webhook_id from webhooks where ${untold} order by failing_since limit ${BATCH}`)
    for (const { company_id, webhook_id } of due) {
      await db.transaction(async (db) => {
        const told = await db.first<{ alerted: AlertStage }>(sql`
          update webhooks set alerted = ${stage}
          where company_id = ${company_id} and webhook_id = ${webhook_id} and ${untold} returning alerted`)
        if (told) await tellOfFailure(db, config, company_id, webhook_id, told.alerted)
      })
    }
    return due.length === BATCH
  },
})
