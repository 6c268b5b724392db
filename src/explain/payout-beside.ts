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
  line: z.int().nullable(),
  file_on: z.iso.date().nullable(),
  reference: z.string(),
  fail_reason: z.string().nullable(),
})
type Travel = Omit<z.infer<typeof travelSchema>, 'amount'> & { amount: bigint }

/** The bank items that carry it, or have carried it. */
export const readTravel = (db: Db, { company_id, payout_id }: PayoutRow) =>
  db.many<Travel>(sql`
    select i.part, i.amount, i.state, f.file_number as file, i.file_line as line, f.created_on::text as file_on,
      i.trace_number as reference, i.fail_reason
    from bank_items i left join bank_files f on f.bank_file_id = i.bank_file_id
    where i.company_id = ${company_id} and i.subject_id = ${payout_id} and i.kind = 'payout'
    order by i.part limit ${TRAVEL_MAX}`)

export const differenceSchema = z.object({
  identifier: uuid,
  kind: z.enum(['missing', 'extra', 'amount']),
  transaction_id: uuid.nullable(),
  expected: amountAnswer,
  received: amountAnswer,
  opened_at: z.iso.datetime(),
})
type Difference = Omit<z.infer<typeof differenceSchema>, 'expected' | 'received' | 'opened_at'> & {
  expected: bigint
  received: bigint
  opened_at: Date
}

/** What the network had cleared otherwise than we had it when the payout was made: it waits for a person. */
export const readDifferences = (db: Db, { company_id, currency, created_at }: PayoutRow) =>
  db.many<Difference>(sql`
    select item_id as identifier, kind, debit_id as transaction_id, expected, received, opened_at from reconciliation_items
    where company_id = ${company_id} and currency = ${currency} and opened_at <= ${created_at}
      and (resolved_at is null or resolved_at > ${created_at})
    order by item_id desc limit ${DIFFERENCES_MAX}`)
