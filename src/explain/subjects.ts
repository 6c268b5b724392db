import { type Db, sql } from '../db/sql.ts'
import type { Subject } from './explanation.ts'

/** What these ids of the ledger are, each with the debit or credit that it belongs to. */
export async function readSubjects(db: Db, companyId: string, ids: string[]): Promise<Map<string, Subject>> {
  const rows = await db.many<Subject>(sql`
    select 'debit' as kind, debit_id as identifier, debit_id as transaction_id, statement from debits
    where company_id = ${companyId} and debit_id = any (${ids}::uuid[])
    union all
    select 'credit', credit_id, credit_id, statement from credits where company_id = ${companyId} and credit_id = any (${ids}::uuid[])
    union all
    select 'fee', f.fee_id, f.transaction_id, d.statement
    from fees f left join debits d on d.company_id = f.company_id and d.debit_id = f.transaction_id
    where f.company_id = ${companyId} and f.fee_id = any (${ids}::uuid[])
    union all
    select 'refund', r.refund_id, r.debit_id, d.statement
    from refunds r left join debits d on d.company_id = r.company_id and d.debit_id = r.debit_id
    where r.company_id = ${companyId} and r.refund_id = any (${ids}::uuid[])
    union all
    select 'dispute', x.dispute_id, x.debit_id, d.statement
    from disputes x left join debits d on d.company_id = x.company_id and d.debit_id = x.debit_id
    where x.company_id = ${companyId} and x.dispute_id = any (${ids}::uuid[])
    union all
    select 'payout', payout_id, null, null from payouts where company_id = ${companyId} and payout_id = any (${ids}::uuid[])
    union all
    select 'reconciliation_item', i.item_id, i.debit_id, d.statement
    from reconciliation_items i left join debits d on d.company_id = i.company_id and d.debit_id = i.debit_id
    where i.company_id = ${companyId} and i.item_id = any (${ids}::uuid[])`)
  return new Map(rows.map((row) => [row.identifier, row]))
}
