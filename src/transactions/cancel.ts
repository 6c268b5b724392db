import { releaseHold } from '../charges/end-hold.ts'
import { readHold } from '../charges/request-capture.ts'
import { type Db, sql } from '../db/sql.ts'
import { moveTransactions } from '../debits/debit-moves.ts'
import type { TransactionRow } from '../debits/transaction.ts'
import { Problem } from '../ground/errors.ts'
import { cancelBankItems, inNoFile } from '../rails/bank-item.ts'

/**
 * Cancels a debit or credit whose funds are not on their way, in the caller's transaction. Each move is
 * guarded: of this and whatever else happens to it at the moment, one comes first. False where nothing could
 * be cancelled.
 */
export async function cancel(db: Db, companyId: string, { kind, rail, state, identifier }: TransactionRow) {
  if (state === 'preauthorized') return releaseHold(db, companyId, identifier)
  const key = { company_id: companyId, transaction_id: identifier }
  if (state === 'initiated') {
    const [stopped] = await cancelBankItems(db, kind, 'debit', [
      { company_id: companyId, subject_id: identifier },
    ])
    if (!stopped) return false
  }
  const moved =
    kind === 'credit'
      ? await moveTransactions(db, 'eft_credit', 'cancel', [key])
      : rail === 'eft'
        ? await moveTransactions(db, 'eft_debit', 'cancel', [key])
        : await moveTransactions(db, 'open_debit', 'cancel', [key])
  return moved.length > 0
}

/** Why it cannot be cancelled at this moment; null where `cancel` would. Reads alone, and locks nothing. */
export async function cancelFault(db: Db, companyId: string, found: TransactionRow): Promise<Problem | null> {
  const { kind, rail, state, identifier } = found
  if (state === 'requested' && (kind === 'credit' || rail === null)) return null
  if (state === 'preauthorized' && !(await readHold(db, companyId, identifier))?.capturing) return null
  if (state === 'initiated') {
    const waiting = await db.first(sql`
      select from bank_items i where i.company_id = ${companyId} and i.subject_id = ${identifier} and i.kind = ${kind}
        and i.direction = 'debit' and ${inNoFile}`)
    if (waiting) return null
  }
  return notCancellable(found)
}

/** What is said of one that was not cancelled. */
export function notCancellable({ kind, rail, state }: TransactionRow): Problem {
  if (state === 'requested')
    return new Problem('wrong_state', 'Its card is being charged at this moment; ask again for its state.')
  if (state === 'initiated')
    return new Problem('wrong_state', `The ${kind} is in a file for the bank and cannot be stopped any more.`)
  if (state === 'preauthorized')
    return new Problem(
      'wrong_state',
      'It is being captured, which is never reversed; refund it once it is paid.',
    )
  const refundable = kind === 'debit' && rail === 'card' && (state === 'paid' || state === 'completed')
  return new Problem('wrong_state', `The ${kind} is ${state}${refundable ? '; refund it instead' : ''}.`)
}
