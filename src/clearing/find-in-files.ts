import { isFiledUnder } from '../charges/network-reference.ts'
import { type Db, sql } from '../db/sql.ts'

/** A record of a clearing file, and what it is about: a debit, or a refund or dispute of it. */
export type ClearedIn = {
  subject_id: string
  network_id: string
  file: number
  line: number
  business_date: string
  reference: string
  amount: bigint
  kind: string
}

/** Records of one charge: a file or two, and what was disputed. */
const RECORDS_MAX = 100

/** The records of the network's files that have the money of a debit. `amount` in minor units. */
export const findInFiles = (db: Db, companyId: string, debitId: string) =>
  db.many<ClearedIn>(sql`
    select coalesce(r.dispute_id, case when a.kind = 'refund' then a.attempt_id else a.debit_id end) as subject_id, r.network_id,
      r.sequence::integer as file, r.line, f.business_date::text, r.rrn as reference, r.amount, r.kind
    from attempts a join clearing_records r on ${isFiledUnder(sql`a`, sql`r`)} and r.company_id = a.company_id and r.debit_id = a.debit_id
    join clearing_files f on f.network_id = r.network_id and f.sequence = r.sequence
    where a.company_id = ${companyId} and a.debit_id = ${debitId}
    order by r.sequence, r.line limit ${RECORDS_MAX}`)
