import { type Db, empty, type Statement, sql } from '../db/sql.ts'
import { cardDebitsMoved } from '../debits/debit-moves.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import { debitsAnswered, debitsReleased } from '../http/idempotency-key.ts'
import type { StoredAnswer } from '../http/stored-answer.ts'
import { type AttemptMove, attemptsMoved } from './attempt.ts'

/** What came of an attempt, and the answer to keep under the request's idempotency key (null: none yet). */
export type AttemptOutcome = {
  companyId: string
  debitId: string
  attemptId: string
  move: Extract<AttemptMove, 'approve' | 'decline' | 'abandon' | 'doubt'>
  responseCode: string | null
  authorizationCode: string | null
  failReason: FailReason | null
  answer: StoredAnswer | null
}

/** Nothing but its request has happened to the debit of a saved card before. */
export const AFTER_REQUEST = 2

/** Left out where there is none, nearly always: a part of a statement costs also where it finds nothing. */
const abandoned = sql`(select * from ended where move = 'abandon')`
const released: Statement = sql`, released as (${debitsReleased(abandoned)}
    )`

/**
 * The second of a charge's two statements, for many charges at once: the attempt's outcome, the debit's move
 * with its history, postings and event, and the idempotent answer. Returns, in order, whether each was
 * recorded: not where the attempt had moved on, because the worker took it over. Safe to run again.
 *
 * A charge that never left (`abandon`) gives its idempotency key back: nothing happened, so a retry may try
 * again. A doubtful one is the request's to reverse first; the worker joins in `reversalDueMs` later.
 */
export async function recordOutcomes(
  db: Db,
  outcomes: AttemptOutcome[],
  reversalDueMs: number,
): Promise<boolean[]> {
  const column = <T>(of: (outcome: AttemptOutcome) => T) => outcomes.map(of)
  const rows = await db.many<{ attempt_id: string }>(sql`
    with outcome as materialized (
      select *, case move when 'approve' then 'charge' when 'doubt' then null else 'fail' end as debit_move
      from unnest(
        ${column((o) => o.companyId)}::uuid[], ${column((o) => o.debitId)}::uuid[],
        ${column((o) => o.attemptId)}::uuid[], ${column((o) => o.move)}::text[],
        ${column((o) => o.responseCode)}::text[], ${column((o) => o.authorizationCode)}::text[],
        ${column((o) => o.failReason)}::text[], ${column((o) => o.answer?.status ?? null)}::smallint[],
        ${column((o) => o.answer?.text ?? null)}::text[]
      ) as outcome (company_id, debit_id, attempt_id, move, response_code, authorization_code, fail_reason, status, body)
    ), ended as (${attemptsMoved(sql`outcome`, { reversalDueMs })}
    ), ${cardDebitsMoved(sql`ended`, { sequence: AFTER_REQUEST })}, answered as (${debitsAnswered(
      sql`(select * from ended where move <> 'abandon')`,
    )}
    )${outcomes.some(({ move }) => move === 'abandon') ? released : empty}
    select attempt_id from ended`)
  const recorded = new Set(rows.map(({ attempt_id }) => attempt_id))
  return outcomes.map(({ attemptId }) => recorded.has(attemptId))
}
