import { type Db, sql } from '../db/sql.ts'
import type { Subject } from './explanation.ts'

/** What these ids of the ledger are, each with the debit or credit that it belongs to. */
export async function readSubjects(db: Db, companyId: string, ids: string[]): Promise<Map<string, Subject>> {
  const rows = await db.many<Subject>(sql`
    select 'debit' as kind, debit_id as identifier, debit_id as transaction_id from debits
    where company_id = ${companyId} and debit_id = any (${ids}::uuid[])
    union all
    select 'credit', credit_id, credit_id from credits where company_id = ${companyId} and credit_id = any (${ids}::uuid[])
    union all
    select 'fee', fee_id, transaction_id from fees where company_id = ${companyId} and fee_id = any (${ids}::uuid[])
    union all
    select 'refund', refund_id, debit_id from refunds where company_id = ${companyId} and refund_id = any (${ids}::uuid[])
    union all
    select 'dispute', dispute_id, debit_id from disputes
    where company_id = ${companyId} and dispute_id = any (${ids}::uuid[])
    union all
    select 'payout', payout_id, null from payouts where company_id = ${companyId} and payout_id = any (${ids}::uuid[])
    union all
    select 'reconciliation_item', item_id, debit_id from reconciliation_items
    where company_id = ${companyId} and item_id = any (${ids}::uuid[])`)
  return new Map(rows.map((row) => [row.identifier, row]))
}
