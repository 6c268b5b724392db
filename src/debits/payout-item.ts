/**
 * What is owed to a company's bank account by its next payout, or, below zero, back from it. This file is the
 * one writer of `payout_items`; who owes enters it with the move for which it is owed.
 */
import { type Db, type Statement, sql } from '../db/sql.ts'
import type { Currency } from '../ground/money.ts'

/** Why: a transaction has at most one item of each. */
export const payoutParts = [
  'deposit',
  'pull_returned',
  'push_returned',
  'fee',
  'disputed',
  'dispute_won',
] as const
export type PayoutPart = (typeof payoutParts)[number]

/**
 * The part of a statement that enters an item for each row of `owed`, a table or a query in brackets
 * (`company_id`, `record_id`, the transaction, `own_account_id`, the company's account, `currency`, `amount`
 * in minor units). `less`: the next payout is less by it.
 */
export const itemsOwed = (owed: Statement, part: PayoutPart, { less = false } = {}): Statement => sql`
  insert into payout_items (company_id, transaction_id, bank_account_id, currency, amount, part)
  select company_id, record_id, own_account_id, currency, ${less ? sql`-amount` : sql`amount`}, ${part}::text from ${owed} owed`

/**
 * A transaction whose money is owed. `own_account_id`: the company's account that it comes from or goes to.
 */
export type Owed = {
  company_id: string
  transaction_id: string
  own_account_id: string
  amount: bigint
  currency: Currency
}

/** Enters what was moved, in the transaction that moved it. */
export const owe = (db: Db, moved: Owed[], part: PayoutPart, how: { less?: boolean } = {}) =>
  db.run(
    itemsOwed(
      sql`(select * from unnest(
        ${moved.map((of) => of.company_id)}::uuid[], ${moved.map((of) => of.transaction_id)}::uuid[],
        ${moved.map((of) => of.own_account_id)}::uuid[], ${moved.map((of) => of.currency)}::text[],
        ${moved.map((of) => of.amount)}::bigint[]) as of (company_id, record_id, own_account_id, currency, amount))`,
      part,
      how,
    ),
  )

/**
 * The part of a statement by which the `items` (`transaction_id`, `part`) of a company become those of
 * `payout` (`payout_id`).
 */
export const itemsPaidOut = (companyId: string, items: Statement, payout: Statement): Statement => sql`
  update payout_items i set payout_id = payout.payout_id from ${payout} payout, ${items} items
  where i.company_id = ${companyId} and i.transaction_id = items.transaction_id and i.part = items.part`
