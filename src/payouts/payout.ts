import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../errors.ts'
import { amountAnswer, currency, printAmount, uuid } from '../http/schema.ts'
import type { Currency } from '../money.ts'
import { completeDeposited, failUndeposited } from '../transactions/deposit-debits.ts'
import { followMove } from '../transactions/follow-move.ts'

export const payoutStates = ['requested', 'initiated', 'completed', 'returned'] as const
export type PayoutState = (typeof payoutStates)[number]

/** `amount` in minor units. */
export type PayoutRow = {
  company_id: string
  payout_id: string
  bank_account_id: string
  state: PayoutState
  amount: bigint
  currency: Currency
  fail_reason: string | null
  created_at: Date
  updated_at: Date
}
export type PayoutKey = Pick<PayoutRow, 'company_id' | 'payout_id'>

export const payoutColumns = sql`
  company_id, payout_id, bank_account_id, state, amount, currency, fail_reason, created_at, updated_at`

export const payoutPath = z.object({ identifier: uuid })
export const payoutSchema = z
  .object({
    identifier: uuid,
    state: z.enum(payoutStates),
    amount: amountAnswer,
    currency,
    to_bank_account_id: uuid,
    fail_reason: z.string().nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Payout' })

export const showPayout = (row: PayoutRow) => ({
  identifier: row.payout_id,
  state: row.state,
  amount: printAmount(row.amount),
  currency: row.currency,
  to_bank_account_id: row.bank_account_id,
  fail_reason: row.fail_reason,
  created_at: row.created_at,
  updated_at: row.updated_at,
})

export const noPayout = (id: string) => new Problem('not_found', `There is no payout ${id}.`)

/** The event that tells of the state that a payout is in, in the transaction that brought it there. */
export type PayoutMove = 'send' | 'deposit' | 'return' | 'refuse' | 'retry'

/**
 * Moves payouts in one statement: state, history, postings and event. `toBankAccountId` where the move names another
 * account. Answers those that were moved; others are left alone. The debits by bank in them follow, so `db` is a transaction.
 */
export async function movePayouts(
  db: Db,
  payouts: AskedPayout[],
  move: PayoutMove,
  toBankAccountId: string | null = null,
): Promise<PayoutRow[]> {
  const moved = await moveRows(db, payouts, move, toBankAccountId)
  if (move === 'deposit') await completeDeposited(db, moved)
  if (move === 'return' || move === 'refuse') await failUndeposited(db, moved)
  return moved
}

type AskedPayout = PayoutKey & { fail_reason?: string | null }

const moveRows = (db: Db, payouts: AskedPayout[], move: PayoutMove, toBankAccountId: string | null) =>
  db.many<PayoutRow>(sql`
    with moved as (
      update payouts p set state = l.to_state, fail_reason = asked.fail_reason, updated_at = jetpay_now(),
        bank_account_id = coalesce(${toBankAccountId}::uuid, p.bank_account_id)
      from unnest(${payouts.map((key) => key.company_id)}::uuid[], ${payouts.map((key) => key.payout_id)}::uuid[],
        ${payouts.map((key) => key.fail_reason ?? null)}::text[]) as asked (company_id, payout_id, fail_reason),
        lifecycle_moves l
      where p.company_id = asked.company_id and p.payout_id = asked.payout_id
        and l.kind = 'payout' and l.move = ${move} and l.from_state = p.state
      returning p.*, p.payout_id as record_id, l.from_state, p.updated_at as moved_at,
        next_move_sequence(p.company_id, p.payout_id) as sequence, payout_event_data(p) as event_data
    ), ${followMove('payout', move)}
    select ${payoutColumns} from moved`)
