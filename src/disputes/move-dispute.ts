import { closeAlarms } from '../alarms/alarm.ts'
import { type Db, type Statement, sql } from '../db/sql.ts'
import { itemsOwed } from '../debits/payout-item.ts'
import { followMove } from '../lifecycle/follow-move.ts'
import { type DisputeRow, disputeColumns, type LostReason } from './dispute.ts'
import type { Opened } from './open-dispute.ts'

type Move = { move: 'submit' | 'win' | 'win_late' } | { move: 'lose'; lostReason: LostReason }
/** Who ended a dispute by hand, and why. */
export type Person = { by: string; note: string }

/**
 * Moves the disputes that `which` (a condition on `disputes t`) names, in one statement: state, history,
 * postings, event, and of one that was won the item that the next payout is more by. Returns those that were
 * moved; a dispute that has ended is left alone.
 */
const moveDisputes = (db: Db, which: Statement, made: Move) =>
  db.many<DisputeRow>(sql`
    with changed as (
      update disputes t set state = l.to_state, updated_at = jetpay_now(),
        submitted_at = case l.move when 'submit' then jetpay_now() else t.submitted_at end,
        lost_reason = ${made.move === 'lose' ? made.lostReason : null}
      from lifecycle_moves l
      where l.kind = 'dispute' and l.move = ${made.move} and l.from_state = t.state and (${which})
      returning t as dispute, t.*, l.from_state
    ), moved as (
      select company_id, dispute_id as record_id, changed.from_state, changed.state, changed.amount, changed.currency,
        changed.updated_at as moved_at, next_move_sequence(company_id, dispute_id) as sequence,
        dispute_event_data(d, dispute) as event_data, d.to_bank_account_id as own_account_id
      from changed join debits d using (company_id, debit_id)
    ), ${followMove('dispute', made.move)}, payable as (${itemsOwed(sql`(select * from moved where state = 'won' and amount <> 0)`, 'dispute_won')}
    )
    select ${disputeColumns(sql`changed`)} from changed`)

const itself = ({ company_id, dispute_id }: Pick<DisputeRow, 'company_id' | 'dispute_id'>) =>
  sql`t.company_id = ${company_id} and t.dispute_id = ${dispute_id}`

/** The company has answered. Undefined where the dispute was answered or has ended. */
export const submitDisputeRow = async (db: Db, dispute: DisputeRow) =>
  (await moveDisputes(db, itself(dispute), { move: 'submit' }))[0]

type Decided = {
  company_id: string | null
  debit_id: string | null
  amount: bigint
  currency: string
}

/** No person has to ask any more what became of them. */
async function ended(
  db: Db,
  disputes: DisputeRow[],
  by: string,
  note: string | null = null,
): Promise<boolean> {
  for (const { dispute_id } of disputes) await closeAlarms(db, 'dispute_undecided', dispute_id, by, note)
  return disputes.length > 0
}
const BY_NETWORK = 'the network decided'

/**
 * The network pays a chargeback back: of the debit's open disputes the one that took just that much, else the
 * largest that took less (minor units). `excess` is what it paid beyond what was booked. Null where there is
 * none, as for less than any of them took.
 */
export async function winDispute(
  db: Db,
  { company_id, debit_id, amount, currency }: Decided,
): Promise<Opened | null> {
  const dispute = await firstOpen(
    db,
    sql`company_id = ${company_id} and debit_id = ${debit_id} and amount_taken <= ${amount} and currency = ${currency}`,
  )
  if (!dispute) return null
  await ended(db, await moveDisputes(db, itself(dispute), { move: 'win' }), BY_NETWORK)
  return { dispute_id: dispute.dispute_id, excess: amount - dispute.amount }
}

/**
 * The network says that a chargeback stands. Returns the dispute, or null where none of the debit is open.
 */
export async function loseDispute(db: Db, { company_id, debit_id }: Decided): Promise<string | null> {
  const dispute = await firstOpen(db, sql`company_id = ${company_id} and debit_id = ${debit_id}`)
  if (!dispute) return null
  await ended(
    db,
    await moveDisputes(db, itself(dispute), { move: 'lose', lostReason: 'decided' }),
    BY_NETWORK,
  )
  return dispute.dispute_id
}

/**
 * The network decides about what was answered, the larger amount first, and the older one where several took
 * the same.
 */
const firstOpen = (db: Db, which: Statement) =>
  db.first<DisputeRow>(sql`
    select ${disputeColumns()} from disputes where ${which} and state in ('needs_response', 'under_review')
    order by amount_taken desc, state = 'under_review' desc, dispute_id limit 1 for update`)

/** A person closes what the network never decided. False where it is not under review. */
export const closeDispute = async (db: Db, dispute: DisputeRow, { by, note }: Person): Promise<boolean> => {
  const { company_id, dispute_id } = dispute
  const closed = await db.run(sql`
    update disputes set closed_by = ${by}, closed_note = ${note}
    where company_id = ${company_id} and dispute_id = ${dispute_id} and state = 'under_review'`)
  if (closed === 0) return false
  return ended(db, await moveDisputes(db, itself(dispute), { move: 'lose', lostReason: 'closed' }), by, note)
}

/**
 * A person has found the money that the network paid for it, also after it was lost. False where it was won
 * before.
 */
export const winByPerson = async (db: Db, dispute: DisputeRow, { by, note }: Person): Promise<boolean> => {
  const move = dispute.state === 'lost' ? 'win_late' : 'win'
  return ended(db, await moveDisputes(db, itself(dispute), { move }), by, note)
}

/** Disputes that one run ends; the next follows at once. */
const BATCH = 100

/** Those that nobody answered in time are lost. True where there may be more. */
export const loseUnanswered = async (db: Db): Promise<boolean> => {
  const lost = await moveDisputes(
    db,
    sql`(t.company_id, t.dispute_id) in (
      select company_id, dispute_id from disputes
      where state = 'needs_response' and respond_by <= jetpay_now() order by respond_by limit ${BATCH}
      for update skip locked)`,
    { move: 'lose', lostReason: 'no_response' },
  )
  return lost.length === BATCH
}
