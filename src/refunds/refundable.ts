/**
 * What can be refunded of a debit, and why nothing can: one rule, for refunding and for saying whether one
 * may.
 */
import { type Db, type Statement, sql } from '../db/sql.ts'
import type { DebitRow } from '../debits/debit.ts'
import { Problem } from '../ground/errors.ts'

/** A dispute by which the card holder has the debit's money, or part of it: a refund would give it twice. */
const disputed = (companyId: Statement, debitId: Statement) => sql`
  select from disputes x where x.company_id = ${companyId} and x.debit_id = ${debitId} and x.state <> 'won'`

/** The network took more than it gave, and nobody has said yet what for: a refund would come on top. */
const takenBack = (companyId: Statement, debitId: Statement) => sql`
  select from reconciliation_items i where i.company_id = ${companyId} and i.debit_id = ${debitId} and i.refund_id is null
    and i.state = 'open' and i.received < 0`

/** The payer's bank took the pull back: a refund would give it twice as well. */
const pulledBack = (companyId: Statement, debitId: Statement) => sql`
  select from bank_items b where b.company_id = ${companyId} and b.subject_id = ${debitId} and b.kind = 'debit'
    and b.state = 'returned'`

/** A condition, beginning with `and`: the payer does not have the money already. */
export const notTakenBack = (companyId: Statement, debitId: Statement) => sql`
  and not exists (${disputed(companyId, debitId)})
  and not exists (${takenBack(companyId, debitId)})
  and not exists (${pulledBack(companyId, debitId)})`

/** Of a debit what its refunds are measured by. */
export type Refundable = Pick<DebitRow, 'state' | 'amount' | 'amount_refunded'>

/** What is left to be refunded, in minor units. */
export const leftOf = ({ amount, amount_refunded }: Refundable) => amount - amount_refunded

/** Why nothing of the debit can be refunded; null where something can. */
export async function refundFault(
  db: Db,
  companyId: string,
  debitId: string,
  debit: Refundable,
): Promise<Problem | null> {
  if (debit.state !== 'paid' && debit.state !== 'completed')
    return new Problem('wrong_state', `The debit is ${debit.state}; only what was paid can be refunded.`)
  const key = [sql`${companyId}`, sql`${debitId}`] as const
  if (await db.first(disputed(...key)))
    return new Problem(
      'wrong_state',
      'It is disputed, so the card holder has the money already; see GET /dispute.',
    )
  if (await db.first(takenBack(...key)))
    return new Problem(
      'wrong_state',
      'The card network took money back for it that has to be looked into first; see GET /reconciliation_items.',
    )
  if (await db.first(pulledBack(...key)))
    return new Problem(
      'wrong_state',
      'The payer’s bank took the money back, so the payer has it already; see GET /transaction.',
    )
  if (leftOf(debit) === 0n)
    return new Problem('wrong_state', 'All of it was refunded, or is being refunded; see GET /refund.')
  return null
}
