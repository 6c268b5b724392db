import type { Logger } from 'pino'
import { type Database, sql } from '../../db/sql.ts'
import { lookAgain } from '../look-again.ts'

/** How long lines are kept (PCI DSS 10.5.1); they go by whole months that were over before. */
export const AUDIT_MONTHS = 12
/** How often it is looked whether a month is to be made or dropped. The demo's clock may jump over months. */
const LOOK_EVERY_MS = 60_000

/** Makes this month and the next, and drops what is over. */
export const keepAudit = (db: Database): Promise<void> =>
  db.transaction(async (db) => {
    await db.run(sql`select audit_month(jetpay_now()), audit_month(jetpay_now() + interval '1 month')`)
    await db.run(sql`select audit_drop(jetpay_now() - make_interval(months => ${AUDIT_MONTHS}))`)
  })

/** Does so now and from time to time, in a chain of timers that `stop` waits for. */
export function startAuditKeeper({ db, log }: { db: Database; log: Logger }) {
  const keep = (): Promise<void> =>
    keepAudit(db).catch((error) =>
      log.error({ code: error.code }, 'the months of the audit log cannot be kept'),
    )
  const { stop } = lookAgain(LOOK_EVERY_MS, keep, keep())
  /** `keep` is called when the clock was moved. */
  return { keep, stop }
}
