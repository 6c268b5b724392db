import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { amountAnswer, printAmount, uuid } from '../http/schema.ts'

export const paidOutSchema = z.object({
  transaction_id: uuid.meta({ description: 'The debit or credit, or its refund or dispute' }),
  part: z.string(),
  amount: amountAnswer,
  payout_id: uuid.nullable().meta({ description: 'Null while it waits for the next' }),
})

/** What of these is in which payout. Under the fee's item stands its debit. */
export async function readPaidOut(db: Db, companyId: string, ids: string[]) {
  const rows = await db.many<{
    transaction_id: string
    part: string
    amount: bigint
    payout_id: string | null
  }>(sql`
    select transaction_id, part, amount, payout_id from payout_items
    where company_id = ${companyId} and transaction_id = any (${ids}::uuid[]) order by transaction_id, part`)
  return rows.map((row) => ({ ...row, amount: printAmount(row.amount) }))
}
