import { type Db, sql } from '../db/sql.ts'
import { itemsOwed } from '../debits/payout-item.ts'
import { newId } from '../ground/ids.ts'
import { followMove, stateMadeBy } from '../lifecycle/follow-move.ts'
import { stopBankRefunds } from '../refunds/bank-outcomes.ts'

/** A chargeback as its clearing record has it; `amount` in minor units, below zero: it was taken from us. */
export type Chargeback = {
  company_id: string | null
  debit_id: string | null
  amount: bigint
  currency: string
  reason: string | null
}

/**
 * The dispute that a chargeback opened. `excess`, minor units from 0: what was taken beyond what could be
 * booked.
 */
export type Opened = { dispute_id: string; excess: bigint }

type Room = { refunding: boolean; room: bigint }

/**
 * Opens the dispute that a chargeback makes: row, history, postings, event, and the item that the next payout
 * is less by. What is booked is at most what is left of the debit after its refunds and its other disputes,
 * be it nothing: the card holder has to be answered all the same. Null, and nothing is changed, where the
 * debit is not paid by card. `wait` while the network is asked about a refund of it: only then is it known
 * what is left.
 */
export async function openDispute(
  db: Db,
  record: Chargeback,
  responseDays: number,
): Promise<Opened | 'wait' | null> {
  const { company_id, debit_id, amount, currency, reason } = record
  const taken = -amount
  if (company_id === null || debit_id === null || taken < 1n) return null
  // The lock comes first: a refund that takes from the same debit is either counted or sees the dispute.
  await db.run(sql`select from debits where company_id = ${company_id} and debit_id = ${debit_id} for update`)
  const left = () => roomOf(db, { company_id, debit_id, currency })
  let found = await left()
  if (!found) return null
  if (found.refunding) return 'wait'
  if (found.room < taken) {
    // The card holder has the money: what no file to the bank has yet would give it twice.
    await stopBankRefunds(db, [{ company_id, transaction_id: debit_id }])
    found = (await left())!
  }
  const booked = found.room < taken ? found.room : taken
  const { dispute_id } = await db.one<{ dispute_id: string }>(sql`
    with opened as (
      insert into disputes (company_id, dispute_id, debit_id, state, amount, amount_taken, currency, reason, respond_by, opened_at,
        updated_at)
      values (${company_id}, ${newId()}, ${debit_id}, ${stateMadeBy('dispute', 'open')}, ${booked}, ${taken}, ${currency}, ${reason},
        jetpay_now() + make_interval(days => ${responseDays}), jetpay_now(), jetpay_now())
      returning disputes as dispute, *
    ), moved as (
      select company_id, dispute_id as record_id, 1 as sequence, null as from_state, opened.state, opened.amount, opened.currency,
        opened_at as moved_at, dispute_event_data(d, dispute) as event_data, d.to_bank_account_id as own_account_id
      from opened join debits d using (company_id, debit_id)
    ), ${followMove('dispute', 'open')}, payable as (${itemsOwed(sql`(select * from moved where amount <> 0)`, 'disputed', { less: true })}
    )
    select dispute_id from opened`)
  return { dispute_id, excess: taken - booked }
}

/**
 * What of a debit that was paid by card neither a refund nor a dispute has taken, and whether the network is
 * asked about a refund of it.
 */
const roomOf = (
  db: Db,
  { company_id, debit_id, currency }: { company_id: string; debit_id: string; currency: string },
) =>
  db.first<Room>(sql`
    select amount - amount_refunded - (
        select coalesce(sum(x.amount), 0)::bigint from disputes x
        where x.company_id = d.company_id and x.debit_id = d.debit_id and x.state <> 'won') as room,
      exists (select from refunds r where r.company_id = d.company_id and r.debit_id = d.debit_id
        and r.state = 'requested' and r.method <> 'bank') as refunding
    from debits d
    where company_id = ${company_id} and debit_id = ${debit_id} and state in ('paid', 'completed') and rail = 'card'
      and currency = ${currency}`)
