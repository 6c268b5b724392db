import { type Db, sql } from '../db/sql.ts'
import { newId } from '../ids.ts'
import { followMove } from '../transactions/follow-move.ts'

/** A chargeback as its clearing record has it; `amount` in minor units, below zero: it was taken from us. */
export type Chargeback = {
  company_id: string | null
  debit_id: string | null
  amount: bigint
  currency: string
  reason: string | null
}

/**
 * Opens the dispute that a chargeback makes: row, history, postings, event, and the item that the next payout is less by. False, and
 * nothing is changed, where it does not fit: the debit is not completed, was disputed before, or is not worth as much after its refunds.
 */
export async function openDispute(db: Db, record: Chargeback, responseDays: number): Promise<boolean> {
  const { company_id, debit_id, amount, currency, reason } = record
  // The lock comes first: a refund that takes from the same debit is either counted or sees the dispute.
  await db.run(sql`select from debits where company_id = ${company_id} and debit_id = ${debit_id} for update`)
  const opened = await db.first(sql`
    with opened as (
      insert into disputes (company_id, dispute_id, debit_id, state, amount, currency, reason, respond_by, opened_at, updated_at)
      select company_id, ${newId()}, debit_id, 'needs_response', ${-amount}, currency, ${reason},
        jetpay_now() + make_interval(days => ${responseDays}), jetpay_now(), jetpay_now()
      from debits
      where company_id = ${company_id} and debit_id = ${debit_id} and state = 'completed' and currency = ${currency}
        and from_credit_card_id is not null and ${-amount}::bigint between 1 and amount - amount_refunded
      on conflict do nothing
      returning disputes as dispute, *
    ), moved as (
      select company_id, dispute_id as record_id, 1 as sequence, null as from_state, opened.state, opened.amount, opened.currency,
        opened_at as moved_at, dispute_event_data(d, dispute) as event_data, d.to_bank_account_id as own_account_id
      from opened join debits d using (company_id, debit_id)
    ), ${followMove('dispute', 'open')}, payable as (
      insert into payout_items (company_id, transaction_id, part, bank_account_id, currency, amount)
      select company_id, record_id, 'disputed', own_account_id, currency, -amount from moved
    )
    select dispute_id from opened`)
  return opened !== undefined
}
