import { type Db, sql } from '../db/sql.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import { followMoves } from '../lifecycle/follow-move.ts'

/** What came of an attempt, and the answer to keep under the request's idempotency key (null: none yet). */
export type AttemptOutcome = {
  companyId: string
  debitId: string
  attemptId: string
  move: 'approve' | 'decline' | 'abandon' | 'doubt'
  responseCode: string | null
  authorizationCode: string | null
  failReason: FailReason | null
  answer: { status: number; text: string } | null
}

/**
 * The second of a charge's two statements, for many charges at once: the attempt's outcome, the debit's move with its
 * history, postings and event, and the idempotent answer. Answers, in order, whether each was recorded: not where the
 * attempt had moved on, because the resolver took it over. Safe to run again.
 *
 * A charge that never left (`abandon`) gives its idempotency key back: nothing happened, so a retry may try again.
 * A doubtful one is the request's to reverse first; the worker joins in `reversalDueMs` later.
 */
export async function recordOutcomes(
  db: Db,
  outcomes: AttemptOutcome[],
  reversalDueMs: number,
): Promise<boolean[]> {
  const column = <T>(of: (outcome: AttemptOutcome) => T) => outcomes.map(of)
  const rows = await db.many<{ recorded: boolean }>(sql`
    with outcome as materialized (
      select *, jetpay_now() as now,
        case move when 'approve' then 'approved' when 'decline' then 'declined' when 'abandon' then 'unsent'
          when 'doubt' then 'reversing' end as attempt_state,
        case move when 'approve' then 'charge' when 'doubt' then null else 'fail' end as debit_move,
        case move when 'approve' then 'paid' when 'doubt' then null else 'failed' end as debit_state
      from unnest(
        ${column((o) => o.companyId)}::uuid[], ${column((o) => o.debitId)}::uuid[],
        ${column((o) => o.attemptId)}::uuid[], ${column((o) => o.move)}::text[],
        ${column((o) => o.responseCode)}::text[], ${column((o) => o.authorizationCode)}::text[],
        ${column((o) => o.failReason)}::text[], ${column((o) => o.answer?.status ?? null)}::smallint[],
        ${column((o) => o.answer?.text ?? null)}::text[]
      ) with ordinality as outcome (company_id, debit_id, attempt_id, move, response_code, authorization_code,
        fail_reason, status, body, place)
    ), resolved as (
      update attempts a set state = attempt_state, response_code = outcome.response_code,
        authorization_code = outcome.authorization_code, updated_at = now,
        reversals_sent = case move when 'doubt' then 1 else 0 end,
        reversal_due_at = case move when 'doubt' then now + make_interval(secs => ${reversalDueMs / 1000}) end
      from outcome
      where a.company_id = outcome.company_id and a.debit_id = outcome.debit_id
        and a.attempt_id = outcome.attempt_id and a.state = 'sent'
      returning outcome.*
    ), moved as (
      update debits d set state = debit_state, fail_reason = resolved.fail_reason,
        fail_direction = case debit_state when 'failed' then 'pull' end, updated_at = now
      from resolved
      where d.company_id = resolved.company_id and d.debit_id = resolved.debit_id and d.state = 'requested'
        and debit_state is not null
      returning d.company_id, d.debit_id as record_id, 2 as sequence, 'requested' as from_state, d.state, d.amount, d.currency,
        resolved.debit_move, resolved.now as moved_at, debit_event_data(d) as event_data
    ), ${followMoves('card_debit', sql`debit_move`, { event: sql`'transactions.debits.' || state`, posts: true })}, answered as (
      update idempotency_keys k set status = resolved.status, body = resolved.body
      from resolved
      where k.company_id = resolved.company_id and k.debit_id = resolved.debit_id
        and k.status is null and resolved.status is not null and move <> 'abandon'
    ), released as (
      delete from idempotency_keys k using resolved
      where k.company_id = resolved.company_id and k.debit_id = resolved.debit_id
        and k.status is null and move = 'abandon'
    )
    select resolved.attempt_id is not null as recorded
    from outcome left join resolved using (attempt_id) order by outcome.place`)
  return rows.map((row) => row.recorded)
}
