import { type Db, sql } from '../db/sql.ts'
import { cardDebitsMoved, openDebitBound, unbindOpenDebit } from '../debits/debit-moves.ts'
import { type Attempt, attemptsMoved, attemptsSent, moveAttempt, oneMove } from './attempt.ts'
import { codesSaid, moveSaid, type NetworkSaid } from './card-exchange.ts'

export type EnteredCard = { company_id: string; credit_card_id: string; debit_id: string }

/** A charge of an entered card that is durable and may be sent. */
export type CardTry = { attempt: Attempt; company_name: string; statement: string }

/** Whether any card waits to be charged. */
export const enteredCardsDue = sql`select from debit_cards where due_at <= jetpay_now()`

/** Cards that were entered for a debit and wait to be charged, those that wait longest first. */
export const findEnteredCards = (db: Db, limit: number) =>
  db.many<EnteredCard>(sql`
    select company_id, credit_card_id, debit_id from debit_cards where due_at <= jetpay_now() order by due_at limit ${limit}`)

/**
 * The first of two statements of a charge by an entered card: takes the card's turn away, so that it is
 * charged once, binds the debit to it and makes the attempt. `taken` without `started`: the debit cannot be
 * paid any more, or its company is suspended. Nothing taken: another worker was first.
 */
export async function beginCardTry(
  db: Db,
  { company_id, credit_card_id }: EnteredCard,
  attemptId: string,
  acceptor: number,
): Promise<{ taken: boolean; started?: CardTry }> {
  const row = await db.first<
    { company_name: string; statement: string } & (
      | Omit<Attempt, 'refund_id' | 'request_id'>
      | { attempt_id: null }
    )
  >(sql`
    with taken as (
      update debit_cards set due_at = null
      where company_id = ${company_id} and credit_card_id = ${credit_card_id} and due_at is not null
      returning company_id, credit_card_id, debit_id
    ), usable as (
      select taken.* from taken join credit_cards card on card.company_id = taken.company_id
        and card.credit_card_id = taken.credit_card_id and card.state = 'single_use'
      -- Its page was opened before the company was suspended: the debit stays open, and another card may pay it later.
      join companies company on company.company_id = taken.company_id and company.suspended_at is null
    ), bound as (${openDebitBound(sql`usable`)}
    ), attempted as (${attemptsSent(
      sql`(select *, ${attemptId}::uuid as attempt_id, 'charge' as kind, updated_at as now, nextval('network_traces') as trace from bound)`,
      acceptor,
      sql`credit_card_id`,
    )}
    )
    select attempted.*, bound.statement, c.name as company_name
    from taken join companies c using (company_id) left join bound using (company_id, debit_id)
    left join attempted using (company_id, debit_id)`)
  if (!row) return { taken: false }
  if (row.attempt_id === null) return { taken: true }
  const { company_name, statement, ...attempt } = row
  return {
    taken: true,
    started: { attempt: { ...attempt, refund_id: null, request_id: null }, company_name, statement },
  }
}

/** What the network said that ends a try: it is paid, or this card does not pay it. */
export type TryEnd = Exclude<NetworkSaid, { outcome: 'unknown' }>

/**
 * The second statement: attempt, debit, history, postings and event. False where the attempt had moved on,
 * because the worker took it over; nothing is changed then.
 */
export async function endCardTry(db: Db, attempt: Attempt, said: TryEnd): Promise<boolean> {
  const paid = said.outcome === 'approved'
  const moved = await db.many(sql`
    with ended as (${attemptsMoved(oneMove(attempt, moveSaid[said.outcome], codesSaid(said)))}
    ), ${cardDebitsMoved(sql`(
      select *, ${paid ? 'charge' : 'fail'}::text as debit_move, ${paid ? null : said.fail_reason}::text as fail_reason from ended)`)}
    select record_id from moved`)
  return moved.length > 0
}

/**
 * It never left for the network, so the same card is charged again in a moment, and nobody is told. False
 * where the attempt had moved on.
 */
export async function tryAgain(db: Db, attempt: Attempt, afterMs: number): Promise<boolean> {
  const { company_id, debit_id, credit_card_id } = attempt
  if (!(await moveAttempt(db, attempt, 'abandon'))) return false
  await unbindOpenDebit(db, company_id, debit_id)
  await db.run(sql`
    update debit_cards set due_at = jetpay_now() + make_interval(secs => ${afterMs / 1000})
    where company_id = ${company_id} and credit_card_id = ${credit_card_id}`)
  return true
}
