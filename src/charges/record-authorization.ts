import { type Db, sql } from '../db/sql.ts'
import { cardDebitsMoved } from '../debits/debit-moves.ts'
import { debitsAnswered } from '../http/idempotency-key.ts'
import { attemptsMoved, oneMove } from './attempt.ts'
import { AFTER_REQUEST, type AttemptOutcome } from './record-outcomes.ts'

/**
 * What a hold is good for at the networks without an extension; after it the issuer may lift it by itself.
 */
const AUTHORIZATION_DAYS = 7

/**
 * The second statement of an authorization that the network approved: attempt, debit with history and event,
 * the hold with its end, and the idempotent answer. False where the attempt had moved on, because the worker
 * took it over. Safe to run again.
 */
export async function recordAuthorization(db: Db, authorized: AttemptOutcome): Promise<boolean> {
  const { companyId, debitId, attemptId, answer } = authorized
  const attempt = { company_id: companyId, debit_id: debitId, attempt_id: attemptId }
  const held = await db.first(sql`
    with approved as (${attemptsMoved(oneMove(attempt, 'authorize', authorized))}
    ), ${cardDebitsMoved(
      sql`(select *, 'authorize' as debit_move, null::text as fail_reason from approved)`,
      {
        set: sql`, amount_authorized = d.amount`,
        sequence: AFTER_REQUEST,
        eventData: sql`|| jsonb_build_object('expiresAt', to_char(
        (d.updated_at + make_interval(days => ${AUTHORIZATION_DAYS})) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))`,
      },
    )}, payer as (
      -- Waits for a deletion of the contact, which has looked for holds before this is one: then the worker releases it at once.
      select deleted_at is not null as deleted from contacts
      where company_id = ${companyId} and contact_id = (
        select contact_id from debits where company_id = ${companyId} and debit_id = ${debitId}) for share
    ), held as (
      insert into authorizations (company_id, debit_id, attempt_id, authorized_at, expires_at, due_at)
      select company_id, record_id, ${attemptId}, moved_at, expires_at, case when deleted then moved_at else expires_at end
      from moved cross join payer cross join lateral (
        select moved_at + make_interval(days => ${AUTHORIZATION_DAYS}) as expires_at) hold
    ), answered as (${debitsAnswered(sql`(
      select company_id, record_id as debit_id, ${answer?.status ?? null}::smallint as status, ${answer?.text ?? null} as body from moved)`)}
    )
    select record_id from moved`)
  return held !== undefined
}
