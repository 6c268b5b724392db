import { type Db, sql } from '../db/sql.ts'
import type { StoredAnswer } from '../http/idempotency.ts'
import { followMove } from '../lifecycle/follow-move.ts'

/** What a hold is good for at the networks without an extension; after it the issuer may lift it by itself. */
const AUTHORIZATION_DAYS = 7

type Authorized = {
  companyId: string
  debitId: string
  attemptId: string
  responseCode: string
  authorizationCode: string
  answer: StoredAnswer
}

/**
 * The second statement of an authorization that the network approved: attempt, debit with history and event, the hold with its end, and
 * the idempotent answer. False where the attempt had moved on, because the worker took it over. Safe to run again.
 */
export async function recordAuthorization(db: Db, authorized: Authorized): Promise<boolean> {
  const { companyId, debitId, attemptId, responseCode, authorizationCode, answer } = authorized
  const held = await db.first(sql`
    with approved as (
      update attempts set state = 'authorized', response_code = ${responseCode}, authorization_code = ${authorizationCode},
        updated_at = jetpay_now()
      where company_id = ${companyId} and debit_id = ${debitId} and attempt_id = ${attemptId} and state = 'sent'
      returning company_id, debit_id
    ), authorized as (
      update debits d set state = 'preauthorized', amount_authorized = d.amount, updated_at = jetpay_now() from approved
      where d.company_id = approved.company_id and d.debit_id = approved.debit_id and d.state = 'requested'
      returning d as debit, d.*, d.updated_at + make_interval(days => ${AUTHORIZATION_DAYS}) as expires_at
    ), payer as (
      -- Waits for a deletion of the contact, which has looked for holds before this is one: then the worker releases it at once.
      select deleted_at is not null as deleted from contacts
      where company_id = ${companyId} and contact_id = (
        select contact_id from debits where company_id = ${companyId} and debit_id = ${debitId}) for share
    ), held as (
      insert into authorizations (company_id, debit_id, attempt_id, authorized_at, expires_at, due_at)
      select company_id, debit_id, ${attemptId}, updated_at, expires_at, case when deleted then updated_at else expires_at end
      from authorized cross join payer
    ), moved as (
      select company_id, debit_id as record_id, 2 as sequence, 'requested' as from_state, state, updated_at as moved_at,
        debit_event_data(debit) || jsonb_build_object('expiresAt',
          to_char(expires_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) as event_data
      from authorized
    ), ${followMove('card_debit', 'authorize')}, answered as (
      update idempotency_keys k set status = ${answer.status}, body = ${answer.text} from moved
      where k.company_id = moved.company_id and k.debit_id = moved.record_id and k.status is null
    )
    select record_id from moved`)
  return held !== undefined
}
