import { type Db, sql } from '../db/sql.ts'
import { OperatorError } from '../ground/errors.ts'

/** A database that was restored to a moment in the past and is not open yet. */
export type Recovery = { recovery_id: string; restored_to: Date; begun_at: Date; checked_at: Date | null }

export const itemKinds = [
  'charge',
  'hold',
  'refund',
  'under_way',
  'captured_since',
  'undone_since',
  'bank_debit',
  'bank_credit',
  'bank_adopted',
] as const
export type ItemKind = (typeof itemKinds)[number]

/** What network or bank have otherwise than the restored database. Amounts are minor units. */
export type LostItem = {
  item_id: string
  kind: ItemKind
  reference: string
  amount: bigint
  currency: string
  last4: string | null
  happened_at: Date
  state: 'open' | 'reversing' | 'reversed' | 'kept' | 'agreed'
  details: Record<string, unknown>
}

export const lostItemColumns = sql`item_id, kind, reference, amount, currency, last4, happened_at, state, details`

/** The recovery that is under way, if there is one. */
export const findRecovery = (db: Db) =>
  db.first<Recovery>(sql`
    select recovery_id, restored_to, begun_at, checked_at from recoveries where opened_at is null`)

/** The same; an OperatorError where there is none. */
export async function requireRecovery(db: Db): Promise<Recovery> {
  const found = await findRecovery(db)
  if (found) return found
  throw new OperatorError(
    'No recovery is under way: this database was not restored, or is open already. After a restore: `jetpay recovery begin`.',
    'wrong_state',
  )
}

/**
 * The newest whose items are not all settled, whether its doors are open or not; an OperatorError where there
 * is none.
 */
export async function requireUnsettled(db: Db): Promise<Recovery & { opened_at: Date | null }> {
  const found = await db.first<Recovery & { opened_at: Date | null }>(sql`
    select recovery_id, restored_to, begun_at, checked_at, opened_at from recoveries
    where opened_at is null or exists (select from recovery_items where state in ('open', 'reversing'))
    order by begun_at desc limit 1`)
  return found ?? { ...(await requireRecovery(db)), opened_at: null }
}

/** Lets this transaction through the doors that are shut (migrations/main/0183_recoveries.sql). */
export const passTheDoors = (db: Db) => db.run(sql`select set_config('jetpay.recovering', 'on', true)`)

/** What a person does about an item of each kind. */
export const nextSteps: Record<ItemKind, string> = {
  charge:
    'Nobody here knows whose it is. `recovery resolve --as reversed` gives the card holder the money back; `--as kept` leaves it with the network: its clearing is then an item of `jetpay reconciliation list`. Until it is reversed the same card is not charged the same amount.',
  hold: '`recovery resolve --as reversed` releases it; `--as kept` lets it lapse. Until it is reversed the same card is not charged the same amount.',
  refund:
    'A refund that this database has not. `--as reversed` takes it back, so that it can be asked for again; `--as kept` leaves it: its clearing is then an item of `jetpay reconciliation list`. Do not refund the same debit twice.',
  under_way:
    'It was under way at the moment of the restore. After `recovery go` the worker repeats a capture, and reverses anything else, and its company is told.',
  captured_since:
    'Captured in the lost time. Have its company capture it again for this amount: the network answers that it did.',
  undone_since:
    'Reversed or released in the lost time. Have its company refund or release it again: the network answers that it did.',
  bank_debit:
    'A debit that the bank has and this database has not. Ask the company whose payer it is; settle it with the bank, then `--as kept`.',
  bank_credit:
    'A credit or payout that the bank has and this database has not. Until it is resolved nothing is paid out to a company’s account with these last four digits. Settle it with the bank and the company, then `--as kept`: what it paid is then owed still, and is paid with the next payout.',
  bank_adopted: 'It was sent in the lost time, and is recorded as sent: it is not sent again.',
}
