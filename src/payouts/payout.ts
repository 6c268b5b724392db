import { z } from 'zod'
import { closeAlarms, raiseAlarm } from '../alarms/alarm.ts'
import { type Db, sql } from '../db/sql.ts'
import { completeDeposited, failUndeposited } from '../debits/deposit-debits.ts'
import { Problem } from '../ground/errors.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import { type Currency, formatAmount } from '../ground/money.ts'
import { amountAnswer, currency, failReason, printAmount, uuid } from '../http/schema.ts'
import { followMove } from '../lifecycle/follow-move.ts'

export const payoutStates = ['requested', 'initiated', 'completed', 'returned'] as const
export type PayoutState = (typeof payoutStates)[number]

/** Minor units: `amount_owed` is what of `amount` no bank has, neither on its way nor arrived. */
export type PayoutRow = {
  company_id: string
  payout_id: string
  bank_account_id: string
  state: PayoutState
  amount: bigint
  amount_owed: bigint
  currency: Currency
  fail_reason: FailReason | null
  created_at: Date
  updated_at: Date
}
export type PayoutKey = Pick<PayoutRow, 'company_id' | 'payout_id'>

export const payoutColumns = sql`
  company_id, payout_id, bank_account_id, state, amount, amount_owed, currency, fail_reason, created_at, updated_at`

export const payoutPath = z.object({ identifier: uuid })
export const payoutSchema = z
  .object({
    identifier: uuid,
    state: z.enum(payoutStates),
    amount: amountAnswer,
    amount_owed: amountAnswer.meta({
      description:
        'What of it no bank has: all of it while it is `requested`, then what came back, which a retry sends again',
    }),
    currency,
    to_bank_account_id: uuid,
    fail_reason: failReason.nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Payout' })

export const showPayout = (row: PayoutRow) => ({
  identifier: row.payout_id,
  state: row.state,
  amount: printAmount(row.amount),
  amount_owed: printAmount(row.amount_owed),
  currency: row.currency,
  to_bank_account_id: row.bank_account_id,
  fail_reason: row.fail_reason,
  created_at: row.created_at,
  updated_at: row.updated_at,
})

export const noPayout = (id: string) => new Problem('not_found', `There is no payout ${id}.`)

/** The payout, or 404 for one that is unknown or another company's. */
export async function findPayout(db: Db, companyId: string, id: string): Promise<PayoutRow> {
  const payout = await db.first<PayoutRow>(
    sql`select ${payoutColumns} from payouts where company_id = ${companyId} and payout_id = ${id}`,
  )
  if (!payout) throw noPayout(id)
  return payout
}

export type PayoutMove = 'send' | 'send_more' | 'deposit' | 'return' | 'refuse' | 'retry'
/** `part`: minor units of the items that the move is about, where it is about items. */
export type AskedPayout = PayoutKey & { fail_reason?: FailReason | null; part?: bigint }

/** By how many times its part a move makes the payout owe more, or less. */
const owes: Partial<Record<PayoutMove, bigint>> = { send: -1n, send_more: -1n, return: 1n }

/**
 * Moves payouts in one statement: state, what is owed of them, history, postings and event, and of one that
 * came back the alarm. `toBankAccountId` where the move names another account. Returns those that were moved;
 * others are left alone. The debits by bank in them follow, so `db` is a transaction.
 */
export async function movePayouts(
  db: Db,
  payouts: AskedPayout[],
  move: PayoutMove,
  toBankAccountId: string | null = null,
): Promise<PayoutRow[]> {
  await lockPayouts(db, payouts)
  const moved = await moveRows(db, payouts, move, toBankAccountId)
  if (move === 'deposit') await completeDeposited(db, moved)
  if (move === 'return' || move === 'refuse') {
    await failUndeposited(db, moved)
    for (const payout of moved) await tellReturned(db, payout)
  }
  if (move === 'deposit' || move === 'retry')
    for (const { payout_id } of moved)
      await closeAlarms(db, 'payout_returned', payout_id, 'it was sent again')
  return moved
}

/**
 * Two of its items that end at one moment go one after the other, so that the second sees what became of the
 * first.
 */
const lockPayouts = (db: Db, payouts: PayoutKey[]) =>
  db.run(sql`
    select from payouts p
    where (company_id, payout_id) in (select * from unnest(
      ${payouts.map((key) => key.company_id)}::uuid[], ${payouts.map((key) => key.payout_id)}::uuid[]))
    order by company_id, payout_id for update`)

/** It is deposited once no item of it is on its way and nothing of it is owed. */
const moveRows = (db: Db, payouts: AskedPayout[], move: PayoutMove, toBankAccountId: string | null) =>
  db.many<PayoutRow>(sql`
    with asked as (
      select company_id, payout_id, min(fail_reason) as fail_reason, sum(part)::bigint as part
      from unnest(${payouts.map((key) => key.company_id)}::uuid[], ${payouts.map((key) => key.payout_id)}::uuid[],
        ${payouts.map((key) => key.fail_reason ?? null)}::text[], ${payouts.map((key) => key.part ?? 0n)}::bigint[])
        as one (company_id, payout_id, fail_reason, part)
      group by 1, 2
    ), changed as (
      update payouts p set state = l.to_state, updated_at = jetpay_now(),
        -- What came back stays the reason while more of it is on its way.
        fail_reason = case l.move when 'send_more' then p.fail_reason else asked.fail_reason end,
        amount_owed = p.amount_owed + ${owes[move] ?? 0n}::bigint * asked.part,
        bank_account_id = coalesce(${toBankAccountId}::uuid, p.bank_account_id)
      from asked, lifecycle_moves l
      where p.company_id = asked.company_id and p.payout_id = asked.payout_id
        and l.kind = 'payout' and l.move = ${move} and l.from_state = p.state
        and (l.move <> 'deposit' or p.amount_owed = 0 and not exists (select from bank_items i where i.company_id = p.company_id
          and i.subject_id = p.payout_id and i.kind = 'payout' and i.state in ('queued', 'sent')))
      returning p as payout, p.*, l.from_state, asked.part
    ), moved as (
      select company_id, payout_id as record_id, from_state, state, part as amount, currency, updated_at as moved_at,
        next_move_sequence(company_id, payout_id) as sequence, payout_event_data(payout) as event_data
      from changed
    ), ${followMove('payout', move)}
    select ${payoutColumns} from changed`)

/** Whoever runs the platform hears of every payout that comes back: its company may not be listening. */
const tellReturned = (db: Db, payout: PayoutRow) =>
  raiseAlarm(db, {
    kind: 'payout_returned',
    subject: payout.payout_id,
    companyId: payout.company_id,
    details: {
      payout_id: payout.payout_id,
      bank_account_id: payout.bank_account_id,
      currency: payout.currency,
      amount: formatAmount(payout.amount),
      amount_owed: formatAmount(payout.amount_owed),
      fail_reason: payout.fail_reason,
      do: `have the company correct the account, then POST /payout/${payout.payout_id}/retry (unsuspend one that is suspended or closing for as long)`,
    },
  })

/** Why it cannot be sent again; null where it can. */
export const retryFault = ({ state }: Pick<PayoutRow, 'state'>): Problem | null =>
  state === 'returned'
    ? null
    : new Problem('wrong_state', `The payout is ${state}; only a returned one can be sent again.`)
