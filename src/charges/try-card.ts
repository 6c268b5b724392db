import { type Db, sql } from '../db/sql.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import type { Currency } from '../ground/money.ts'
import { followMove } from '../lifecycle/follow-move.ts'
import { rrnOfTrace, stanOfTrace, transmittedNow } from './network-reference.ts'

export type EnteredCard = { company_id: string; credit_card_id: string; debit_id: string }

/** A charge of an entered card that is durable and may be sent. `amount` in minor units. */
export type CardTry = EnteredCard & {
  attempt_id: string
  company_name: string
  amount: bigint
  currency: Currency
  statement: string
  stan: string
  rrn: string
  transmitted_at: Date
}

/** Cards that were entered for a debit and wait to be charged, those that wait longest first. */
export const findEnteredCards = (db: Db, limit: number) =>
  db.many<EnteredCard>(sql`
    select company_id, credit_card_id, debit_id from debit_cards where due_at <= jetpay_now() order by due_at limit ${limit}`)

/**
 * The first of two statements of a charge by an entered card: takes the card's turn away, so that it is charged once, binds the debit
 * to it and makes the attempt. `taken` without `started`: the debit cannot be paid any more. Nothing taken: another worker was first.
 */
export async function beginCardTry(
  db: Db,
  { company_id, credit_card_id }: EnteredCard,
  attemptId: string,
): Promise<{ taken: boolean; started?: CardTry }> {
  const row = await db.first<CardTry | (EnteredCard & { attempt_id: null })>(sql`
    with taken as (
      update debit_cards set due_at = null
      where company_id = ${company_id} and credit_card_id = ${credit_card_id} and due_at is not null
      returning company_id, credit_card_id, debit_id
    ), bound as (
      update debits d set rail = 'card', from_credit_card_id = taken.credit_card_id, updated_at = jetpay_now()
      from taken join credit_cards card on card.company_id = taken.company_id
        and card.credit_card_id = taken.credit_card_id and card.state = 'single_use'
      where d.company_id = taken.company_id and d.debit_id = taken.debit_id and d.rail is null
        and d.state = 'requested' and d.payable_until > jetpay_now()
      returning d.company_id, d.debit_id, d.amount, d.currency, d.statement, d.from_credit_card_id as credit_card_id,
        jetpay_now() as now, nextval('network_traces') as trace
    ), attempted as (
      insert into attempts (company_id, attempt_id, debit_id, kind, credit_card_id, state, amount, currency, stan, rrn,
        transmitted_at, updated_at)
      select company_id, ${attemptId}, debit_id, 'charge', credit_card_id, 'sent', amount, currency, ${stanOfTrace},
        ${rrnOfTrace}, ${transmittedNow}, now from bound
      returning debit_id, attempt_id, amount, currency, stan, rrn, transmitted_at
    )
    select taken.*, attempted.*, taken.debit_id, bound.statement, c.name as company_name
    from taken join companies c using (company_id) left join bound using (company_id, debit_id)
    left join attempted using (debit_id)`)
  if (!row) return { taken: false }
  return row.attempt_id === null ? { taken: true } : { taken: true, started: row as CardTry }
}

/** What came of it. `retry`: it never left for the network, so the same card is charged again in a moment, and nobody is told. */
export type TryOutcome =
  | { move: 'charge'; responseCode: string; authorizationCode: string }
  | { move: 'fail_try'; attempt: 'declined' | 'unsent'; responseCode: string | null; failReason: FailReason }
  | { move: 'retry'; afterMs: number }

/**
 * The second statement: attempt, debit, history, postings and event. False where the attempt had moved on, because the resolver took
 * it over; nothing is changed then.
 */
export async function endCardTry(db: Db, tried: CardTry, outcome: TryOutcome): Promise<boolean> {
  const { company_id, debit_id, attempt_id, credit_card_id } = tried
  const { move } = outcome
  const paid = move === 'charge'
  const attemptState = paid ? 'approved' : move === 'retry' ? 'unsent' : outcome.attempt
  const failReason = move === 'fail_try' ? outcome.failReason : null
  const afterMs = move === 'retry' ? outcome.afterMs : 0
  const moved = await db.many(sql`
    with resolved as (
      update attempts set state = ${attemptState}, updated_at = jetpay_now(),
        response_code = ${move === 'retry' ? null : outcome.responseCode},
        authorization_code = ${paid ? outcome.authorizationCode : null}
      where company_id = ${company_id} and debit_id = ${debit_id} and attempt_id = ${attempt_id} and state = 'sent'
      returning company_id, debit_id
    ), changed as (
      update debits d set state = ${paid ? 'paid' : 'requested'}, rail = ${paid ? 'card' : null},
        fail_reason = ${failReason}, fail_direction = ${failReason === null ? null : 'pull'}, updated_at = jetpay_now()
      from resolved
      where d.company_id = resolved.company_id and d.debit_id = resolved.debit_id and d.state = 'requested' and d.rail = 'card'
      returning d as debit, d.*
    ), moved as (
      select company_id, debit_id as record_id, next_move_sequence(company_id, debit_id) as sequence, 'requested' as from_state, state,
        amount, currency, updated_at as moved_at, debit_event_data(debit) as event_data
      from changed where ${move} <> 'retry'
    ), ${paid ? followMove('card_debit', 'charge') : followMove('open_debit', 'fail_try')}, again as (
      update debit_cards c set due_at = changed.updated_at + make_interval(secs => ${afterMs / 1000}) from changed
      where c.company_id = changed.company_id and c.credit_card_id = ${credit_card_id} and ${move} = 'retry'
    )
    select debit_id from changed`)
  return moved.length > 0
}
