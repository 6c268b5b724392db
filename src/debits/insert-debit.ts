import { type Db, sql } from '../db/sql.ts'
import type { Config } from '../ground/config.ts'
import { type NewDebit, openDebitRequested } from './debit-moves.ts'
import { payableUntil } from './payable-until.ts'

/**
 * Makes the debit, `requested`, with its history, its link and its event, in the caller's transaction, which
 * has counted it toward its company's day (companies/within-limit.ts).
 */
export async function insertDebit(
  db: Db,
  config: Config,
  debit: NewDebit,
  countedOn: string | null,
): Promise<void> {
  await db.run(sql`
    with ${openDebitRequested(debit, payableUntil(config), countedOn)}
    insert into payment_links (identifier, company_id, kind) select record_id, company_id, 'debit' from moved`)
}
