import { findInFiles } from '../clearing/find-in-files.ts'
import { type Db, sql } from '../db/sql.ts'
import type { Source } from './explanation.ts'

/** A source, and what it is about: a debit or credit, or a refund or dispute of it. */
type SourceRow = Source & { subject_id: string }

/** Files to banks that a transaction can be in: a few, however often a bank sends it back. */
const BANK_FILES_MAX = 100

/**
 * Where the money of these is in files: of the debit in the network's, of all `ids` (the debit or credit, and
 * its refunds) in files to banks.
 */
export async function readSources(
  db: Db,
  companyId: string,
  transactionId: string,
  ids: string[],
): Promise<SourceRow[]> {
  const cleared = await findInFiles(db, companyId, transactionId)
  const banked = await db.many<SourceRow>(sql`
    select 'bank_file' as kind, f.originator_id as of, f.file_number as file, f.bank_file_id, i.file_line as line, f.created_on::text as on,
      i.trace_number as reference, i.amount, i.state as says, i.subject_id
    from bank_items i join bank_files f on f.bank_file_id = i.bank_file_id
    where i.company_id = ${companyId} and i.subject_id = any (${ids}::uuid[]) and i.file_line is not null
    order by f.created_on, f.file_number, i.file_line limit ${BANK_FILES_MAX}`)
  return [
    ...cleared.map(({ network_id, business_date, kind, ...record }) => ({
      ...record,
      kind: 'clearing_file' as const,
      of: network_id,
      bank_file_id: null,
      on: business_date,
      says: kind,
    })),
    ...banked,
  ]
}
