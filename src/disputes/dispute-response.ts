import { codeOfCurrency } from '../clearing/clearing-record.ts'
import { type Db, sql } from '../db/sql.ts'
import type { Currency } from '../money.ts'
import type { Seal } from '../seal.ts'
import { readEvidence } from './evidence.ts'

/** Responses that one run hands over; the next follows at once. */
const BATCH = 20

type Unsent = {
  company_id: string
  dispute_id: string
  rrn: string
  stan: string
  transmission: string
  amount: bigint
  currency: Currency
  reason: string
  submitted_at: Date
}

/** Disputes that were submitted and whose response was not handed over yet, the oldest first, with the charge's own reference. */
export const listUnsent = (db: Db) =>
  db.many<Unsent>(sql`
    select x.company_id, x.dispute_id, a.rrn, a.stan,
      to_char(a.transmitted_at at time zone 'utc', 'MMDDHH24MISS') as transmission, x.amount, x.currency, x.reason,
      x.submitted_at
    from disputes x join attempts a on a.company_id = x.company_id and a.debit_id = x.debit_id and a.state = 'approved'
      and a.kind <> 'refund'
    where x.submitted_at is not null and x.sent_at is null order by x.submitted_at limit ${BATCH}`)

/** The response file of a dispute, as `docs/clearing-file.md` has it: references, texts, and of documents their hashes. */
export async function responseOf(
  db: Db,
  seal: Seal,
  dispute: Unsent,
): Promise<{ name: string; text: string }> {
  const { texts, files } = await readEvidence(db, seal, dispute)
  const response = {
    version: 1,
    dispute: dispute.dispute_id,
    ...{ rrn: dispute.rrn, stan: dispute.stan, transmission: dispute.transmission },
    currency: codeOfCurrency[dispute.currency],
    amount: String(dispute.amount),
    reason: dispute.reason,
    submitted_at: dispute.submitted_at.toISOString(),
    texts,
    documents: files,
  }
  return { name: `dispute-${dispute.dispute_id}.json`, text: `${JSON.stringify(response, null, 2)}\n` }
}

export const markSent = (db: Db, { company_id, dispute_id }: Unsent) =>
  db.run(sql`
    update disputes set sent_at = jetpay_now()
    where company_id = ${company_id} and dispute_id = ${dispute_id} and sent_at is null`)
