import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { type Currency, currencies } from '../ground/money.ts'
import { amountAnswer, printAmount, uuid } from '../http/schema.ts'
import { type ClearingKind, clearingKinds } from './clearing-record.ts'

/** What can be made of a record. */
const outcomes = [
  'settled',
  'rejected',
  'offset',
  'difference',
  'disputed',
  'dispute_won',
  'dispute_lost',
  'handed_on',
  'applied',
] as const

export type RecordOutcome = (typeof outcomes)[number]

export type FileRecordRow = {
  line: number
  kind: ClearingKind
  rrn: string
  authorization_code: string
  last4: string
  amount: bigint
  currency: Currency
  captured_at: Date
  reason: string | null
  outcome: RecordOutcome | null
  company_id: string | null
  company_name: string | null
  transaction_id: string | null
  dispute_id: string | null
}

export const fileRecordSchema = z
  .object({
    line: z.int(),
    kind: z.enum(clearingKinds),
    rrn: z.string().meta({ description: 'The retrieval reference number (ISO 8583 field 37)' }),
    authorization_code: z.string(),
    last4: z.string().meta({ description: 'Of the card’s number, or the account’s' }),
    amount: amountAnswer.meta({ description: 'Above zero it is paid to us, below it is taken' }),
    currency: z.enum(currencies),
    captured_at: z.iso.datetime(),
    reason: z.string().nullable().meta({ description: 'The network’s, of a reject or an adjustment' }),
    outcome: z.enum(outcomes).nullable().meta({
      description:
        'What was made of it. `offset`: its other side is in a file too. `difference`: it does not fit, and a reconciliation item says how. `handed_on`: its company is in another cell, which has it from us. Null while it waits',
    }),
    company_id: uuid.nullable().meta({ description: 'Null where nothing of ours stands for it' }),
    company_name: z.string().nullable(),
    transaction_id: uuid.nullable(),
    dispute_id: uuid.nullable(),
  })
  .meta({ id: 'ClearingFileRecord' })

export const showFileRecord = (row: FileRecordRow) => ({ ...row, amount: printAmount(row.amount) })

/** Records of a file behind this line, in their order, and whose they are. `amount` in minor units. */
export const readFileRecords = (
  db: Db,
  { network_id, sequence }: { network_id: string; sequence: bigint },
  after: number,
  limit: number,
) =>
  db.many<FileRecordRow>(sql`
    select r.line, r.kind, r.rrn, r.authorization_code, r.last4, r.amount, r.currency, r.captured_at, r.reason, r.outcome,
      r.company_id, c.name as company_name, r.debit_id as transaction_id, r.dispute_id
    from clearing_records r left join companies c on c.company_id = r.company_id
    where r.network_id = ${network_id} and r.sequence = ${sequence} and r.line > ${after}
    order by r.line limit ${limit}`)
