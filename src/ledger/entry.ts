import { z } from 'zod'
import { type Statement, sql } from '../db/sql.ts'
import type { Currency } from '../ground/money.ts'
import { amountAnswer, currency, printAmount, uuid } from '../http/schema.ts'
import { type Account, accounts } from './account.ts'

export const account = z.enum(accounts)

/** A day of the ledger, in UTC. */
export const day = z.iso
  .date('must be a day such as 2026-01-31')
  .refine((day) => day >= '0001-01-01', 'must be a day such as 2026-01-31')

/** The ledger's order: by day, and the lines of one move next to each other. */
export type EntryCursor = { day: string; transaction_id: string; sequence: number; line: number }

export type EntryRow = EntryCursor & {
  move: string
  account: Account
  currency: Currency
  amount: bigint
  posted_at: Date
}

/**
 * Reads entries `e` with the name of their move, which is looked up by its key: without fresh statistics
 * PostgreSQL 15 joined the other way round, and took 4 s for 12,000 entries.
 */
export const entries = sql`
  select e.day::text, e.transaction_id, e.sequence, e.line, (
      select m.move from transaction_moves m
      where m.company_id = e.company_id and m.transaction_id = e.transaction_id and m.sequence = e.sequence
    ) as move, e.account, e.currency, e.amount, e.posted_at
  from ledger_entries e`

/** Where an entry is, to compare with the value of a cursor. */
export const entryPosition = sql`(e.day, e.transaction_id, e.sequence, e.line)`
export const cursorValue = ({ day, transaction_id, sequence, line }: EntryCursor): Statement =>
  sql`(${day}::date, ${transaction_id}::uuid, ${sequence}::smallint, ${line}::smallint)`

export const entrySchema = z
  .object({
    day: z.iso.date(),
    transaction_id: uuid,
    sequence: z.int().meta({ description: "The move's number in the transaction's history" }),
    line: z.int(),
    move: z.string(),
    account,
    currency,
    amount: amountAnswer.meta({
      description: 'Major units, two decimals; a debit is positive, a credit negative',
    }),
    posted_at: z.iso.datetime(),
  })
  .meta({ id: 'LedgerEntry' })

export const showEntry = ({ amount, posted_at, ...row }: EntryRow) => ({
  ...row,
  amount: printAmount(amount),
  posted_at,
})
