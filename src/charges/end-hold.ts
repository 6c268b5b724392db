import { type Db, sql } from '../db/sql.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import { followMove } from '../lifecycle/follow-move.ts'

type Hold = { company_id: string; debit_id: string; attempt_id: string }
type Ended = {
  attempt: 'authorized' | 'capturing'
  move: 'release' | 'expire' | 'refuse'
  failReason: FailReason | null
}

/** A hold ends without a capture: the debit is cancelled or failed, and its attempt is to be reversed at once. False where it had ended. */
export async function endHold(
  db: Db,
  { company_id, debit_id, attempt_id }: Hold,
  { attempt, move, failReason }: Ended,
): Promise<boolean> {
  const moved = await db.first(sql`
    with given_up as (
      update attempts set state = 'reversing', reversals_sent = 0, reversal_due_at = jetpay_now(), updated_at = jetpay_now()
      where company_id = ${company_id} and debit_id = ${debit_id} and attempt_id = ${attempt_id} and state = ${attempt}
      returning company_id, debit_id
    ), ended as (
      update authorizations z set due_at = null from given_up
      where z.company_id = given_up.company_id and z.debit_id = given_up.debit_id
    ), moved as (
      update debits d set state = l.to_state, fail_reason = ${failReason},
        fail_direction = case l.to_state when 'failed' then 'pull' end, updated_at = jetpay_now()
      from given_up, lifecycle_moves l
      where d.company_id = given_up.company_id and d.debit_id = given_up.debit_id and d.state = l.from_state
        and l.kind = 'card_debit' and l.move = ${move}
      returning d.company_id, d.debit_id as record_id, d.state, l.from_state, d.updated_at as moved_at,
        next_move_sequence(d.company_id, d.debit_id) as sequence, debit_event_data(d) as event_data
    ), ${followMove('card_debit', move)}
    select record_id from moved`)
  return moved !== undefined
}

/**
 * Gives a hold up whose capture nobody has asked for: locks its debit, so that of this and a capture one comes first. False where it is being
 * captured, or has ended.
 */
export async function releaseHold(
  db: Db,
  companyId: string,
  debitId: string,
  failReason: FailReason | null = null,
): Promise<boolean> {
  await db.run(sql`select from debits where company_id = ${companyId} and debit_id = ${debitId} for update`)
  const hold = await db.first<Hold>(sql`
    select company_id, debit_id, attempt_id from authorizations
    where company_id = ${companyId} and debit_id = ${debitId}`)
  return hold !== undefined && endHold(db, hold, { attempt: 'authorized', move: 'release', failReason })
}
