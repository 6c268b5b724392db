import { type Db, raw, sql } from '../db/sql.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import type { Currency } from '../ground/money.ts'
import { followMove, type MoveOf } from '../lifecycle/follow-move.ts'

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
/** `own_account_id`: the company's account that the money comes from or goes to. `amount` in minor units. */
export type Moved = TransactionKey & { own_account_id: string; amount: bigint; currency: Currency }

/**
 * One move of many transactions in one statement: state, history, postings and event. Answers those that were moved; one that is not of
 * the kind, or not in a state that the move leaves, is left alone. The reason of a move that changes no state is told by its event; the
 * row of one that had ended well keeps none.
 */
export function moveTransactions<Kind extends keyof typeof kinds>(
  db: Db,
  kind: Kind,
  move: MoveOf<Kind>,
  asked: AskedMove[],
): Promise<Moved[]> {
  if (asked.length === 0) return Promise.resolve([])
  const { table, id, account, data, is } = kinds[kind]
  return db.many<Moved>(sql`
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

/** Why money becomes due to the company by its next payout, or, below zero, back from it. */
export type PayoutPart = 'deposit' | 'pull_returned' | 'push_returned'

/** Adds what was moved to what is owed to the company's account, or takes it from there. */
export const owe = (db: Db, moved: Moved[], part: PayoutPart, sign: 1n | -1n) =>
  db.run(sql`
    insert into payout_items (company_id, transaction_id, bank_account_id, currency, amount, part)
    select company_id, transaction_id, bank_account_id, currency, amount, ${part} from unnest(
      ${moved.map((of) => of.company_id)}::uuid[], ${moved.map((of) => of.transaction_id)}::uuid[],
      ${moved.map((of) => of.own_account_id)}::uuid[], ${moved.map((of) => of.currency)}::text[],
      ${moved.map((of) => sign * of.amount)}::bigint[]
    ) as item (company_id, transaction_id, bank_account_id, currency, amount)`)
