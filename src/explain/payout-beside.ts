import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { amountAnswer, uuid } from '../http/schema.ts'
import type { PayoutRow } from '../payouts/payout.ts'

/** Bank items that are shown of a payout; nearly every one travels as one. */
const TRAVEL_MAX = 100
/** Differences that are shown; `/reconciliation_items` has all. */
const DIFFERENCES_MAX = 20

export const travelSchema = z.object({
  part: z.int(),
  amount: amountAnswer,
  state: z.enum(['queued', 'sent', 'settled', 'returned', 'rejected', 'cancelled']),
  file: z
    .int()
    .nullable()
    .meta({ description: 'The number of the file to the bank; null before it is in one' }),
  bank_file_id: uuid.nullable(),
  line: z.int().nullable(),
  file_on: z.iso.date().nullable(),
  reference: z.string(),
  fail_reason: z.string().nullable(),
})
type Travel = Omit<z.infer<typeof travelSchema>, 'amount'> & { amount: bigint }

/** The bank items that carry it, or have carried it. */
export const readTravel = (db: Db, { company_id, payout_id }: PayoutRow) =>
  db.many<Travel>(sql`
    select i.part, i.amount, i.state, f.file_number as file, f.bank_file_id, i.file_line as line, f.created_on::text as file_on,
      i.trace_number as reference, i.fail_reason
    from bank_items i left join bank_files f on f.bank_file_id = i.bank_file_id
    where i.company_id = ${company_id} and i.subject_id = ${payout_id} and i.kind = 'payout'
    order by i.part limit ${TRAVEL_MAX}`)

export const differenceSchema = z.object({
  identifier: uuid,
  kind: z.enum(['missing', 'extra', 'amount']),
  transaction_id: uuid.nullable(),
  statement: z.string().meta({ description: 'Of the debit that differs' }),
  expected: amountAnswer,
  received: amountAnswer,
  opened_at: z.iso.datetime(),
  resolved_at: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'When it was put right, after the payout; null while it waits' }),
})
type Difference = Omit<
  z.infer<typeof differenceSchema>,
  'expected' | 'received' | 'opened_at' | 'resolved_at'
> & {
  expected: bigint
  received: bigint
  opened_at: Date
  resolved_at: Date | null
}

/**
 * What of this account's payments the network had cleared otherwise than we had it when the payout was made:
 * it waited for a person then. Its amounts are those of now.
 */
export const readDifferences = (db: Db, { company_id, payout_id, currency, created_at }: PayoutRow) =>
  db.many<Difference>(sql`
    select i.item_id as identifier, i.kind, i.debit_id as transaction_id, d.statement, i.expected, i.received, i.opened_at, i.resolved_at
    from reconciliation_items i join debits d on d.company_id = i.company_id and d.debit_id = i.debit_id
    where i.company_id = ${company_id} and i.currency = ${currency} and
      -- A payout that was sent again may be on its way to another account.
      d.to_bank_account_id in (select bank_account_id from payout_items where company_id = ${company_id} and payout_id = ${payout_id} limit 1)
      and i.opened_at <= ${created_at} and (i.resolved_at is null or i.resolved_at > ${created_at})
    order by i.item_id desc limit ${DIFFERENCES_MAX}`)
