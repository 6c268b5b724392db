import { type Db, sql } from '../db/sql.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import { moveTransactions } from './debit-moves.ts'

type Payout = { company_id: string; payout_id: string; fail_reason: FailReason | null }
type Part = { company_id: string; transaction_id: string; fail_reason: FailReason | null; refused: boolean }

/** Debits by bank whose money is in these payouts. `refused`: their deposit failed before. */
const partsOf = (db: Db, payouts: Payout[]) =>
  db.many<Part>(sql`
    select i.company_id, i.transaction_id, asked.fail_reason, d.state = 'failed' as refused
    from unnest(${payouts.map((of) => of.company_id)}::uuid[], ${payouts.map((of) => of.payout_id)}::uuid[],
      ${payouts.map((of) => of.fail_reason)}::text[]) as asked (company_id, payout_id, fail_reason)
    join payout_items i on i.company_id = asked.company_id and i.payout_id = asked.payout_id and i.part = 'deposit'
    join debits d on d.company_id = i.company_id and d.debit_id = i.transaction_id
    where d.rail = 'eft' and (d.state = 'paid' or d.state = 'failed' and d.fail_direction = 'push')`)

/**
 * These payouts arrived: so did the debits by bank in them, also those whose deposit had come back before.
 */
export async function completeDeposited(db: Db, payouts: Payout[]): Promise<void> {
  const parts = await partsOf(db, payouts)
  const those = (refused: boolean) =>
    parts.filter((part) => part.refused === refused).map((part) => ({ ...part, fail_reason: null }))
  await moveTransactions(db, 'eft_debit', 'deposit', those(false))
  await moveTransactions(db, 'eft_debit', 'redeposit', those(true))
}

/**
 * These payouts came back. What had been deposited stays completed: the payout tells of it. While a part of
 * one may arrive, or has, its debits wait for the retry of the rest: whose money came back nobody can say.
 */
export async function failUndeposited(db: Db, payouts: Payout[]): Promise<void> {
  const parts = await partsOf(db, await wholly(db, payouts))
  await moveTransactions(
    db,
    'eft_debit',
    'refuse_deposit',
    parts.map((part) => ({ ...part, fail_direction: 'push' })),
  )
}

/** Those of which no item is on its way or has arrived. */
const wholly = (db: Db, payouts: Payout[]) =>
  db.many<Payout>(sql`
    select * from unnest(${payouts.map((of) => of.company_id)}::uuid[], ${payouts.map((of) => of.payout_id)}::uuid[],
      ${payouts.map((of) => of.fail_reason)}::text[]) as asked (company_id, payout_id, fail_reason)
    where not exists (select from bank_items i where i.company_id = asked.company_id and i.subject_id = asked.payout_id
      and i.kind = 'payout' and i.state in ('queued', 'sent', 'settled'))`)
