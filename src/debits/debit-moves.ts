/**
 * The one writer of `debits`: each change is a part of a statement, or a statement, in which whoever asks for
 * it says what follows. The states are the lifecycle's. Debits and credits that wait for their contact, or go
 * by bank, make their moves alike: `moveTransactions`.
 */

import { type Db, empty, raw, type Statement, sql } from '../db/sql.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import type { Currency } from '../ground/money.ts'
import { type Labels, labelColumns } from '../http/metadata.ts'
import { followMove, followMoves, type MoveOf, stateMadeBy } from '../lifecycle/follow-move.ts'
import type { Owed } from './payout-item.ts'

type Extras = {
  /** Further columns that are set, of `d` the debit and `asked` what was asked for. */
  set?: Statement
  /** What else must be true of `d`, as it is when it is locked. */
  where?: Statement
  /** What its event carries beside what every event of a debit does. */
  eventData?: Statement
  /** Which move of the debit it is, where that is known; counted where it is not. */
  sequence?: number
}

/**
 * The event of each row of `moved`, whichever move it made. `debit-moves.test.ts` holds it to the
 * lifecycle.
 */
export const cardDebitEvent = sql`'transactions.debits.' || case moved.move when 'fail_try' then 'payment_failed' else state end`

/**
 * Parts of a statement that move debits by card: those of `asked` (`company_id`, `debit_id`, `debit_move`,
 * `fail_reason`) that are in a state which the move leaves, with history, postings and event. A `fail` of one
 * whose payer may still choose is a try that failed: it stays open for another. Last is `moved`:
 * `company_id`, `record_id`, `own_account_id`, `state`, `amount`, `currency`, `moved_at`.
 */
export const cardDebitsMoved = (
  asked: Statement,
  { set = empty, where = empty, eventData = empty, sequence }: Extras = {},
): Statement => sql`
  moved as (
    update debits d set state = l.to_state, rail = case l.move when 'fail_try' then null else d.rail end, fail_reason = asked.fail_reason,
      fail_direction = case when asked.fail_reason is not null and l.to_state in ('failed', 'requested') then 'pull' end,
      updated_at = jetpay_now() ${set}
    from ${asked} asked, lifecycle_moves l
    where d.company_id = asked.company_id and d.debit_id = asked.debit_id and d.rail = 'card' ${where}
      and l.kind in ('card_debit', 'open_debit')
      and l.kind = case when asked.debit_move = 'fail' and d.payable_until is not null then 'open_debit' else 'card_debit' end
      and l.move = case when asked.debit_move = 'fail' and d.payable_until is not null then 'fail_try' else asked.debit_move end
      and l.from_state = d.state
    returning d.company_id, d.debit_id as record_id, d.to_bank_account_id as own_account_id, l.move, l.from_state, d.state, d.amount,
      d.currency, d.updated_at as moved_at, debit_event_data(d) ${eventData} as event_data,
      ${sequence === undefined ? sql`next_move_sequence(d.company_id, d.debit_id)` : sql`${sequence}::smallint`} as sequence
  ), ${followMoves('card_debit', sql`moved.move`, {
    event: cardDebitEvent,
    posts: true,
  })}`

/**
 * Parts of a statement that make debits by card: one for each row of `asked` (a debit's columns,
 * `credit_card_id`, and `now`), with its history and its event. Last is `moved`.
 */
export const cardDebitsRequested = (asked: Statement): Statement => sql`
  moved as (
    insert into debits as d (company_id, debit_id, contact_id, to_bank_account_id, from_credit_card_id, rail, state, amount, currency,
      statement, note, external_reference, metadata, counted_on, initiator, reason, created_at, updated_at)
    select company_id, debit_id, contact_id, to_bank_account_id, credit_card_id, 'card', ${stateMadeBy('card_debit', 'request')}::text,
      amount, currency, statement, note, external_reference, metadata, counted_on, initiator, reason, now, now from ${asked}
    returning d.company_id, d.debit_id as record_id, 1 as sequence, null as from_state, d.state, d.created_at as moved_at,
      debit_event_data(d) as event_data
  ), ${followMove('card_debit', 'request')}`

/**
 * A debit that waits for its way to be paid. `amount` in minor units, in the currency of `toBankAccountId`.
 */
export type NewDebit = {
  companyId: string
  id: string
  contactId: string
  toBankAccountId: string
  amount: bigint
  currency: Currency
  statement: string
  note: string | null
  labels: Labels
}

/** Parts of the statement that makes an open debit, with its history and its event. Last is `moved`. */
export const openDebitRequested = (
  debit: NewDebit,
  payableUntil: Statement,
  countedOn: string | null,
): Statement => sql`
  moved as (
    insert into debits as d (company_id, debit_id, contact_id, to_bank_account_id, state, amount, currency, statement,
      note, ${labelColumns}, payable_until, counted_on, created_at, updated_at)
    values (${debit.companyId}, ${debit.id}, ${debit.contactId}, ${debit.toBankAccountId}, ${stateMadeBy('open_debit', 'request')},
      ${debit.amount}, ${debit.currency}, ${debit.statement}, ${debit.note}, ${debit.labels.external_reference},
      ${JSON.stringify(debit.labels.metadata)}, ${payableUntil}, ${countedOn}::date, jetpay_now(), jetpay_now())
    returning d.company_id, d.debit_id as record_id, 1 as sequence, null as from_state, d.state, d.created_at as moved_at,
      debit_event_data(d) as event_data
  ), ${followMove('open_debit', 'request')}`

/**
 * The part of a statement that binds open debits to the card that is to pay them, for each row of `asked`
 * (`company_id`, `debit_id`, `credit_card_id`) whose payer may still choose. Nobody chooses another way until
 * that has come to an end.
 */
export const openDebitBound = (asked: Statement): Statement => sql`
  update debits d set rail = 'card', from_credit_card_id = asked.credit_card_id, initiator = 'customer', reason = 'unscheduled',
    updated_at = jetpay_now()
  from ${asked} asked
  where d.company_id = asked.company_id and d.debit_id = asked.debit_id and d.rail is null
    and d.state = 'requested' and d.payable_until > jetpay_now()
  returning d.company_id, d.debit_id, d.amount, d.currency, d.statement, d.from_credit_card_id as credit_card_id, d.updated_at`

/** Nothing came of it, and nobody is told: its payer may choose again. */
export const unbindOpenDebit = (db: Db, companyId: string, debitId: string) =>
  db.run(sql`
    update debits set rail = null, fail_reason = null, fail_direction = null, initiator = null, reason = null, updated_at = jetpay_now()
    where company_id = ${companyId} and debit_id = ${debitId} and state = 'requested' and rail = 'card'`)

/**
 * Its payer pays it from this bank account, in the caller's transaction, which has locked it: a debit by bank
 * from here on.
 */
export const bindToBank = (db: Db, companyId: string, debitId: string, bankAccountId: string) =>
  db.run(sql`
    update debits set rail = 'eft', from_bank_account_id = ${bankAccountId}, from_credit_card_id = null, initiator = null, reason = null
    where company_id = ${companyId} and debit_id = ${debitId}`)

/**
 * Nobody may pay a contact's debits again whose card is being charged at this moment: one that is not paid by
 * it is then cancelled.
 */
export const closeToOtherTries = (db: Db, companyId: string, contactId: string) =>
  db.run(sql`
    update debits set payable_until = jetpay_now()
    where company_id = ${companyId} and contact_id = ${contactId} and state = 'requested' and rail = 'card'
      and payable_until > jetpay_now()`)

/**
 * Takes an amount out of what can be refunded, by one statement on the debit's row: of any number at the same
 * moment as many succeed as fit, to whatever they go. `asked` has one row (`company_id`, `debit_id`,
 * `amount`, null for all that is left, `by_bank`); `where`: what else must be true of `d`. A full refund to
 * the card of a charge that is paid and not completed is its reversal, but where a person is to look into its
 * clearing.
 */
export const refundTaken = (asked: Statement, where: Statement): Statement => sql`
  update debits d set updated_at = jetpay_now(),
    amount_refunded = d.amount_refunded + coalesce(asked.amount, d.amount - d.amount_refunded),
    voided_at = case when d.rail = 'card' and not asked.by_bank and d.state = 'paid'
      and d.amount_refunded = 0 and coalesce(asked.amount, d.amount) = d.amount
      and not exists (select from reconciliation_items i
        where i.company_id = d.company_id and i.debit_id = d.debit_id and i.state = 'open')
      then jetpay_now() end
  from ${asked} asked, debits before
  where d.company_id = asked.company_id and d.debit_id = asked.debit_id
    and before.company_id = d.company_id and before.debit_id = d.debit_id
    and d.state in ('paid', 'completed') and d.voided_at is null ${where}
    and coalesce(asked.amount, d.amount - d.amount_refunded) between 1 and d.amount - d.amount_refunded
  returning d.amount_refunded - before.amount_refunded as amount, d.currency, d.statement, d.contact_id,
    d.from_bank_account_id, d.to_bank_account_id as own_account_id,
    case when d.voided_at is not null then 'reversal' when d.rail = 'eft' or asked.by_bank then 'bank' else 'card' end as method`

/**
 * The part of a statement that gives back what refunds had taken, for each row of `ended` (`company_id`,
 * `debit_id`, `given_back` in minor units, `unvoided`: its charge is not reversed after all). Returns
 * `debit`, the row as it is then, `company_id`, `debit_id` and `own_account_id`.
 */
export const refundedCounted = (ended: Statement): Statement => sql`
  update debits d set updated_at = jetpay_now(), amount_refunded = d.amount_refunded - ended.given_back,
    voided_at = case when ended.unvoided then null else d.voided_at end
  from ${ended} ended
  where d.company_id = ended.company_id and d.debit_id = ended.debit_id
  returning d as debit, d.company_id, d.debit_id, d.to_bank_account_id as own_account_id`

/** What of a debit or a credit differs, for moves that are made of either. */
const debits = {
  table: raw('debits'),
  id: raw('debit_id'),
  account: raw('to_bank_account_id'),
  data: raw('debit_event_data'),
}
const kinds = {
  open_debit: { ...debits, is: sql`t.rail is null` },
  eft_debit: { ...debits, is: sql`t.rail = 'eft'` },
  eft_credit: {
    table: raw('credits'),
    id: raw('credit_id'),
    account: raw('from_bank_account_id'),
    data: raw('credit_event_data'),
    is: sql`true`,
  },
}

export type TransactionKey = { company_id: string; transaction_id: string }
export type AskedMove = TransactionKey & {
  fail_reason?: FailReason | null
  fail_direction?: 'pull' | 'push' | null
}

/**
 * One move of many transactions in one statement: state, history, postings and event. Returns those that were
 * moved; one that is not of the kind, or not in a state that the move leaves, is left alone. The reason of a
 * move that changes no state is told by its event; the row of one that had ended well keeps none.
 */
export function moveTransactions<Kind extends keyof typeof kinds>(
  db: Db,
  kind: Kind,
  move: MoveOf<Kind>,
  asked: AskedMove[],
): Promise<Owed[]> {
  if (asked.length === 0) return Promise.resolve([])
  const { table, id, account, data, is } = kinds[kind]
  return db.many<Owed>(sql`
    with moved as (
      update ${table} t set state = l.to_state, updated_at = jetpay_now(),
        fail_reason = case when l.to_state in ('paid', 'completed') then null else asked.fail_reason end,
        fail_direction = case when l.to_state in ('paid', 'completed') then null else asked.fail_direction end
      from unnest(
        ${asked.map((key) => key.company_id)}::uuid[], ${asked.map((key) => key.transaction_id)}::uuid[],
        ${asked.map((key) => key.fail_reason ?? null)}::text[], ${asked.map((key) => key.fail_direction ?? null)}::text[]
      ) as asked (company_id, transaction_id, fail_reason, fail_direction), lifecycle_moves l
      where t.company_id = asked.company_id and t.${id} = asked.transaction_id and ${is}
        and l.kind = ${kind} and l.move = ${move} and l.from_state = t.state
      returning t.company_id, t.${id} as record_id, t.${account} as own_account_id, t.state, t.amount, t.currency,
        l.from_state, t.updated_at as moved_at, next_move_sequence(t.company_id, t.${id}) as sequence,
        ${data}(t) || jsonb_build_object('failReason', asked.fail_reason, 'failDirection', asked.fail_direction) as event_data
    ), ${followMove(kind, move)}
    select company_id, record_id as transaction_id, own_account_id, amount, currency from moved`)
}

/** Removes the notes of so many debits of a contact. Returns how many it found. */
export const blankDebitNotes = (db: Db, companyId: string, contactId: string, most: number) =>
  db.run(sql`
    update debits set note = null where company_id = ${companyId} and debit_id = any (array(
      select debit_id from debits
      where company_id = ${companyId} and contact_id = ${contactId} and note is not null limit ${most}))`)
