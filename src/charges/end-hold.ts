import { type Db, sql } from '../db/sql.ts'
import { cardDebitsMoved } from '../debits/debit-moves.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import { type AttemptKey, type AttemptMove, attemptsMoved, oneMove } from './attempt.ts'

/**
 * How a hold ends without a capture: the debit's move, and what that is to its attempt, which is to be
 * reversed at once.
 */
type HoldEnd = { move: 'release' | 'expire' | 'refuse'; failReason: FailReason | null }

const attemptMoves = { release: 'release', expire: 'release', refuse: 'refuse' } as const satisfies Record<
  HoldEnd['move'],
  AttemptMove
>

/**
 * A hold ends without a capture: the debit is cancelled or failed, and its attempt is to be reversed at once.
 * False where it had ended.
 */
export async function endHold(db: Db, hold: AttemptKey, { move, failReason }: HoldEnd): Promise<boolean> {
  const moved = await db.first(sql`
    with given_up as (${attemptsMoved(oneMove(hold, attemptMoves[move]))}
    ), ended as (
      update authorizations z set due_at = null from given_up
      where z.company_id = given_up.company_id and z.debit_id = given_up.debit_id
    ), ${cardDebitsMoved(sql`(select *, ${move}::text as debit_move, ${failReason}::text as fail_reason from given_up)`)}
    select record_id from moved`)
  return moved !== undefined
}

/**
 * Gives a hold up whose capture nobody has asked for: locks its debit, so that of this and a capture one
 * comes first. False where it is being captured, or has ended.
 */
export async function releaseHold(
  db: Db,
  companyId: string,
  debitId: string,
  failReason: FailReason | null = null,
): Promise<boolean> {
  await db.run(sql`select from debits where company_id = ${companyId} and debit_id = ${debitId} for update`)
  const hold = await db.first<AttemptKey>(sql`
    select company_id, debit_id, attempt_id from authorizations
    where company_id = ${companyId} and debit_id = ${debitId}`)
  return hold !== undefined && endHold(db, hold, { move: 'release', failReason })
}
