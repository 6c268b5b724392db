import { sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'
import type { Job } from '../process/poll.ts'
import { auditPages, noteAudit, writeEvidence } from './audit-pages.ts'
import { otherReleases } from './known-releases.ts'

/** How often it is looked whether an audit is due. */
const LOOK_EVERY_MS = 60_000
/** Pages that do not answer now are asked again after so many minutes. */
const AGAIN_MINUTES = 10

/**
 * Looks at the pages that take cards as browsers get them, every `JETPAY_PAGE_AUDIT_HOURS`, and tells the
 * operator where they are not as they were released. One worker takes the turn before it looks.
 */
export const auditPagesByTime = (everyMs = LOOK_EVERY_MS): Job => ({
  name: 'audit-pages',
  idleMs: everyMs,
  mayWait: true,
  async run({ config, db, log }) {
    const { pageAuditHours: hours, publicUrl, vaultPublicUrl, dataFolder } = config
    if (hours === 0) return false
    const turn = await db.run(sql`
      update page_audit_turn set next_at = jetpay_now() + make_interval(hours => ${hours})
      where next_at <= jetpay_now()`)
    if (turn === 0) return false
    const again = () =>
      db.run(sql`update page_audit_turn set next_at = jetpay_now() + make_interval(mins => ${AGAIN_MINUTES})`)
    const where = { publicUrl, vaultPublicUrl, live: config.environment === 'live' }
    const others = await otherReleases(db)
    const audit = await auditPages(where, { others }).catch(async (error) => {
      await again()
      if (!(error instanceof OperatorError)) throw error
      log.warn({ err: error }, 'the pages that take cards cannot be audited now')
      return null
    })
    if (audit === null) return false
    const evidence = writeEvidence(`${dataFolder}/evidence`, audit)
    if (await noteAudit(db, audit, evidence))
      log.error({ differences: audit.differences.length, evidence }, 'a page that takes cards was changed')
    log.info({ files: audit.inventory.length, releases: audit.served, evidence }, 'pages audited')
    return false
  },
})
