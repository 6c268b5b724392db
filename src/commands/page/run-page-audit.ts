import { OperatorError } from '../../ground/errors.ts'
import { auditPages, noteAudit, type PageAudit, writeEvidence } from '../../page-audit/audit-pages.ts'
import { otherReleases } from '../../page-audit/known-releases.ts'
import { ACCENT_PATH, APPEARANCE_PATH, accentAsset, appearanceAsset } from '../../vault/page/assets.ts'
import { withMainDatabase } from '../main-database.ts'
import { wherePagesAre } from './where-pages-are.ts'

const made = (path: string) => {
  const file = path.slice(path.lastIndexOf('/') + 1)
  if (path.startsWith(`${ACCENT_PATH}/`)) return accentAsset(file)
  return path.startsWith(`${APPEARANCE_PATH}/`) ? appearanceAsset(file) : undefined
}

/** `jetpay page audit`: what is served, against what was released, with the evidence in a file. */
export async function auditPagesNow(cardPage: string | undefined, folder: string | undefined) {
  const where = await wherePagesAre()
  // An auditor's machine has no database: it knows its own release.
  const others = await withMainDatabase(otherReleases).catch(() => [])
  const audit = await auditPages(where, { made, others, ...(cardPage !== undefined && { cardPage }) })
  const evidence = writeEvidence(folder ?? `${where.dataFolder}/evidence`, audit)
  const noted = await note(audit, evidence)
  const { differences, at, release, served, inventory } = audit
  const [first] = differences
  if (first)
    throw new OperatorError(
      `The pages are not served as they were released: ${differences.length} differences, the first ${first.what} "${first.name}" of the ${first.page} page. Evidence: ${evidence}.${noted ? ' An alarm is open.' : ' No alarm could be raised: the database is not at hand.'}`,
    )
  return { intact: true, release, releases_served: served, audited_at: at, files: inventory.length, evidence }
}

/** The database need not be at hand: an auditor's machine has none. */
const note = (audit: PageAudit, evidence: string): Promise<boolean> =>
  withMainDatabase((db) => noteAudit(db, audit, evidence)).then(
    () => true,
    () => false,
  )
