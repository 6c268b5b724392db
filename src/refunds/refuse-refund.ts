import { type Db, type Statement, sql } from '../db/sql.ts'
import { findDebit } from '../debits/debit.ts'
import { Problem } from '../ground/errors.ts'
import { formatAmount } from '../ground/money.ts'
import type { RefundRequest } from './request-refund.ts'

/** A dispute by which the card holder has the debit's money, or part of it: a refund would give it twice. */
export const disputed = (companyId: Statement, debitId: Statement) => sql`
  select from disputes x where x.company_id = ${companyId} and x.debit_id = ${debitId} and x.state <> 'won'`

/** The network took more than it gave, and nobody has said yet what for: a refund would come on top. */
export const takenBack = (companyId: Statement, debitId: Statement) => sql`
  select from reconciliation_items i where i.company_id = ${companyId} and i.debit_id = ${debitId} and i.refund_id is null
    and i.state = 'open' and i.received < 0`

/** The payer's bank took the pull back: a refund would give it twice as well. */
export const pulledBack = (companyId: Statement, debitId: Statement) => sql`
  select from bank_items b where b.company_id = ${companyId} and b.subject_id = ${debitId} and b.kind = 'debit'
    and b.state = 'returned'`

/** Why nothing of the debit could be taken for a refund: 404, 409, or 422 at `amount`. */
export async function whyRefused(
  db: Db,
  { companyId, debitId, amount }: Pick<RefundRequest, 'companyId' | 'debitId' | 'amount'>,
): Promise<Problem> {
  const debit = await findDebit(db, companyId, debitId)
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
  const left = debit.amount - debit.amount_refunded
  if (left === 0n)
    return new Problem('wrong_state', 'All of it was refunded, or is being refunded; see GET /refund.')
  const message = `must be at most ${formatAmount(left)}, which is what is left of ${formatAmount(debit.amount)}`
  return amount === null
    ? new Problem('wrong_state', 'It was refunded at the same moment; try again.')
    : new Problem('validation_failed', 'Correct these fields: amount.', {
        errors: [{ path: 'amount', message }],
      })
}
