import { sql } from '../db/sql.ts'
import type { Job } from '../process/poll.ts'

/** How long the log of deliveries is kept: long enough to look into an incident of last month. */
const KEPT_DAYS = 30
const BATCH = 1_000
const EVERY_MS = 10 * 60_000

/** Drops old entries of the delivery log, the oldest of each webhook first, so that it stays bounded. */
export const pruneWebhookDeliveries: Job = {
  name: 'prune-webhook-deliveries',
  mayWait: true,
  idleMs: EVERY_MS,
  async run({ db }) {
    const webhooks = await db.many<{ company_id: string; webhook_id: string }>(
      sql`select company_id, webhook_id from webhooks`,
    )
    let more = false
    for (const { company_id, webhook_id } of webhooks) {
      const pruned = await db.run(sql`
        delete from deliveries where company_id = ${company_id} and webhook_id = ${webhook_id}
          and attempted_at < jetpay_now() - make_interval(days => ${KEPT_DAYS})
          and delivery_id in (
            select delivery_id from deliveries where company_id = ${company_id} and webhook_id = ${webhook_id}
            order by delivery_id limit ${BATCH})`)
      more ||= pruned === BATCH
    }
    return more
  },
}
