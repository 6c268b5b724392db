import { type Db, type Statement, sql } from '../db/sql.ts'
import { chargeFees } from '../debits/charge-fees.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import { followMove } from '../lifecycle/follow-move.ts'
import { stopBankRefunds } from '../refunds/bank-outcomes.ts'

export type DebitKey = { company_id: string; debit_id: string }

/**
 * The network has cleared these paid debits and pays us: they are completed, and become part of the next payout, less what
 * their companies are charged. Two statements, so `db` is a transaction.
 */
export async function settleDebits(db: Db, debits: DebitKey[]): Promise<DebitKey[]> {
  const settled = await moveCleared(db, debits, 'settle', null)
  await chargeFees(db, settled.map(toTransaction), 'settle')
  return settled
}

/** The network refused these paid debits at clearing, or never cleared them: they failed after all. `db` is a transaction. */
export async function rejectDebits(db: Db, debits: DebitKey[], failReason: FailReason): Promise<DebitKey[]> {
  const rejected = await moveCleared(db, debits, 'reject', failReason)
  await stopBankRefunds(db, rejected.map(toTransaction))
  return rejected
}

/** Its card holder took it back, so it was captured, whatever else the network says of it. */
export const isDebitDisputed = (debit: Statement) => sql`
  exists (select from disputes x where x.company_id = ${debit}.company_id and x.debit_id = ${debit}.debit_id)`

const toTransaction = ({ company_id, debit_id }: DebitKey) => ({ company_id, transaction_id: debit_id })

/**
 * One move of many paid debits in one statement, but of those whose charge is being reversed for a refund: state, history, postings, event, and for `settle` the item of the next
 * payout to the debit's bank account. Answers those that were moved; a debit that is not `paid` any more is left alone, and one that is disputed is not rejected.
 */
const moveCleared = (db: Db, debits: DebitKey[], move: 'settle' | 'reject', failReason: FailReason | null) =>
  db.many<DebitKey>(sql`
    with moved as (
      update debits d set state = l.to_state, fail_reason = ${failReason},
        fail_direction = case l.to_state when 'failed' then 'pull' end, updated_at = jetpay_now()
      from unnest(${debits.map((key) => key.company_id)}::uuid[], ${debits.map((key) => key.debit_id)}::uuid[])
        as asked (company_id, debit_id), lifecycle_moves l
      where d.company_id = asked.company_id and d.debit_id = asked.debit_id
        and l.kind = 'card_debit' and l.move = ${move} and l.from_state = d.state and d.voided_at is null
        and not (l.move = 'reject' and ${isDebitDisputed(sql`d`)})
      returning d.company_id, d.debit_id as record_id, d.to_bank_account_id, d.state, d.amount, d.currency, l.from_state,
        d.updated_at as moved_at, next_move_sequence(d.company_id, d.debit_id) as sequence, debit_event_data(d) as event_data
    ), ${followMove('card_debit', move)}, payable as (
      insert into payout_items (company_id, transaction_id, bank_account_id, currency, amount)
      select company_id, record_id, to_bank_account_id, currency, amount from moved where state = 'completed'
    )
    select company_id, record_id as debit_id from moved`)
