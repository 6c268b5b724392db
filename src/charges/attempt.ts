/**
 * An attempt: one try to move a debit's money over the card network, durable before the first byte leaves.
 * This file is the one writer of `attempts`: each change is a part of a statement, in which whoever asks for
 * it says what follows. Its states are the lifecycle's.
 */
import { type Db, empty, type Statement, sql } from '../db/sql.ts'
import type { Currency } from '../ground/money.ts'
import type { ChargeKind } from '../ground/vault-protocol.ts'
import { requestOfDebit, requestOfOperation } from '../http/idempotency-key.ts'
import { stateMadeBy } from '../lifecycle/follow-move.ts'
import type { lifecycle } from '../lifecycle/lifecycle.ts'
import { newReference, type ReferenceColumns, referenceColumns } from './network-reference.ts'

export type AttemptKey = { company_id: string; debit_id: string; attempt_id: string }

/**
 * An attempt with all that its messages need. `amount` is what is asked for, not what was captured of it; in
 * minor units.
 */
export type Attempt = AttemptKey &
  ReferenceColumns & {
    kind: ChargeKind
    credit_card_id: string
    amount: bigint
    currency: Currency
    /** As whom it was sent (`process/acceptors.ts`). */
    acceptor: number
    reversals_sent: number
    /** The refund that ends with it: its own, or the one for which a charge is reversed. */
    refund_id: string | null
    /** The request that waits under an idempotency key for what becomes of it. */
    request_id: string | null
  }

/**
 * Reads attempts, each with its state: `a` the attempt, `d` its debit, `r` the refund that waits for it. What
 * follows says which.
 */
export const selectAttempts = sql`
  select a.kind, a.company_id, a.attempt_id, a.debit_id, coalesce(a.credit_card_id, d.from_credit_card_id) as credit_card_id,
    case a.kind when 'authorization' then coalesce(d.amount_authorized, a.amount) else a.amount end as amount, a.currency,
    ${referenceColumns}, a.acceptor, a.reversals_sent, a.state, r.refund_id, coalesce(
      ${requestOfOperation(sql`a.company_id`, sql`r.refund_id`)},
      case when r.refund_id is null then ${requestOfDebit(sql`a.company_id`, sql`a.debit_id`)} end) as request_id
  from attempts a join debits d using (company_id, debit_id)
  left join refunds r on r.company_id = a.company_id and r.debit_id = a.debit_id and r.state = 'requested'
    and case a.kind when 'refund' then r.refund_id = a.attempt_id else r.method = 'reversal' end`

/**
 * The part of a statement that makes attempts: one for each row of `asked` (`company_id`, `attempt_id`,
 * `debit_id`, `kind`, `amount`, `currency`, `trace`, the next of `network_traces`, and its time `now`), to be
 * sent as `acceptor`. `card`: of that row, where it is not the debit's own.
 */
export const attemptsSent = (
  asked: Statement,
  acceptor: number,
  card: Statement = sql`null::uuid`,
): Statement => sql`
  insert into attempts (company_id, attempt_id, debit_id, kind, credit_card_id, state, amount, currency, ${referenceColumns},
    acceptor, updated_at)
  select company_id, attempt_id, debit_id, kind, ${card}, ${stateMadeBy('attempt', 'send')}::text, amount, currency, ${newReference},
    ${acceptor}::smallint, now from ${asked} asked
  returning company_id, attempt_id, debit_id, kind, credit_card_id, amount, currency, ${referenceColumns}, acceptor, reversals_sent`

export type AttemptMove = Exclude<keyof typeof lifecycle.attempt, 'send'>

/**
 * What a move brings: the network's codes, and of a capture what it took (minor units). What is left out
 * stays.
 */
export type MoveDetails = {
  responseCode?: string | null
  authorizationCode?: string | null
  amount?: bigint | null
}

/** One attempt's move, as `attemptsMoved` takes it. */
export const oneMove = (
  { company_id, debit_id, attempt_id }: AttemptKey,
  move: AttemptMove,
  { responseCode = null, authorizationCode = null, amount = null }: MoveDetails = {},
): Statement => sql`(
  select ${company_id}::uuid as company_id, ${debit_id}::uuid as debit_id, ${attempt_id}::uuid as attempt_id, ${move}::text as move,
    ${responseCode}::text as response_code, ${authorizationCode}::text as authorization_code, ${amount}::bigint as captured)`

/** Moves that take no more than the attempt's keys. */
const plain = (move: AttemptMove) =>
  sql`${move}::text as move, null::text as response_code, null::text as authorization_code`

/**
 * The part of a statement that moves attempts: those of `asked` (`company_id`, `debit_id`, `attempt_id`,
 * `move`, `response_code`, `authorization_code`) that are in a state which the move leaves; returns the rows
 * of `asked`. Whoever is doubted, or given up, is to be reversed: by the worker at once, or first by the
 * request that holds it, which then counts as sent, and by the worker after `reversalDueMs`. `captured`: the
 * amount becomes that of `asked`.
 */
export const attemptsMoved = (
  asked: Statement,
  { reversalDueMs = null, captured = false }: { reversalDueMs?: number | null; captured?: boolean } = {},
): Statement => sql`
  update attempts a set state = l.to_state, updated_at = jetpay_now(),
    response_code = coalesce(asked.response_code, a.response_code),
    authorization_code = coalesce(asked.authorization_code, a.authorization_code),
    answered_at = case when a.state = 'sent' and asked.response_code is not null then jetpay_now() else a.answered_at end${
      captured ? sql`, amount = asked.captured` : empty
    },
    reversal_due_at = case l.to_state when 'reversing' then ${reversalDue(reversalDueMs)} end${
      reversalDueMs === null
        ? empty
        : sql`, reversals_sent = case l.to_state when 'reversing' then 1 else a.reversals_sent end`
    }
  from ${asked} asked, lifecycle_moves l
  where a.company_id = asked.company_id and a.debit_id = asked.debit_id and a.attempt_id = asked.attempt_id
    and l.kind = 'attempt' and l.move = asked.move and l.from_state = a.state
  returning asked.*`

const reversalDue = (ms: number | null) =>
  ms === null ? sql`jetpay_now()` : sql`jetpay_now() + make_interval(secs => ${ms / 1000})`

/** Moves one attempt from which nothing else follows. False where it is in no state that the move leaves. */
export const moveAttempt = async (
  db: Db,
  attempt: AttemptKey,
  move: AttemptMove,
  reversalDueMs: number | null = null,
): Promise<boolean> => (await db.run(attemptsMoved(oneMove(attempt, move), { reversalDueMs }))) > 0

/**
 * What was paid is taken back by its own reversal, for the refund that waits for that; the request that asks
 * for it sends the first.
 */
export async function voidCharge(
  db: Db,
  { company_id, debit_id }: Pick<AttemptKey, 'company_id' | 'debit_id'>,
  reversalDueMs: number,
): Promise<Attempt> {
  const paid = sql`(select company_id, debit_id, attempt_id, ${plain('void')} from attempts
    where company_id = ${company_id} and debit_id = ${debit_id} and state = 'approved' and kind <> 'refund')`
  const attempt = await db.one<Attempt>(sql`
    with voided as (${attemptsMoved(paid, { reversalDueMs })}
    )
    ${selectAttempts} join voided on voided.company_id = a.company_id and voided.debit_id = a.debit_id and voided.attempt_id = a.attempt_id`)
  // Whatever was sent when nobody knew of the charge: this reversal is another, and it is the first.
  return { ...attempt, reversals_sent: 0 }
}

/** No live request waits this long, so the process that sent these is gone: they are the worker's. */
export const takeOverAbandoned = (db: Db, abandonedMs: number) =>
  db.run(
    attemptsMoved(sql`(select company_id, debit_id, attempt_id, ${plain('doubt')} from attempts
      where state = 'sent' and transmitted_at < jetpay_now() - make_interval(secs => ${abandonedMs / 1000}))`),
  )

/**
 * Counts a reversal before it is sent. Moving the due time claims it: of two workers one does, and if that
 * one dies the next is due later.
 */
export const countReversal = async (
  db: Db,
  { company_id, debit_id, attempt_id, reversals_sent }: Attempt,
  pauseSeconds: number,
): Promise<boolean> =>
  (await db.run(sql`
    update attempts set reversals_sent = reversals_sent + 1,
      reversal_due_at = jetpay_now() + make_interval(secs => ${pauseSeconds})
    where company_id = ${company_id} and debit_id = ${debit_id} and attempt_id = ${attempt_id} and state = 'reversing'
      and reversals_sent = ${reversals_sent} and reversal_due_at <= jetpay_now()`)) > 0

/**
 * One that did not even leave is not counted, so that what a person is told of the network is what the
 * network was asked.
 */
export const uncountReversal = (db: Db, { company_id, debit_id, attempt_id, reversals_sent }: Attempt) =>
  db.run(sql`
    update attempts set reversals_sent = ${reversals_sent}
    where company_id = ${company_id} and debit_id = ${debit_id} and attempt_id = ${attempt_id} and state = 'reversing'
      and reversals_sent = ${reversals_sent + 1}`)
