import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { currencies } from '../ground/money.ts'
import { amountAnswer, printAmount, uuid } from '../http/schema.ts'
import { bankFileName } from '../rails/rail.ts'

export const fileStates = ['writing', 'sent', 'accepted', 'rejected'] as const
export type FileRow = {
  bank_file_id: string
  originator_id: string
  file_number: number
  profile: string
  currency: string
  created_on: string
  items: number
  debit_total: bigint
  credit_total: bigint
  state: (typeof fileStates)[number]
  reject_reason: string | null
  created_at: Date
  sent_at: Date | null
  answered_at: Date | null
}

export const fileColumns = sql`bank_file_id, originator_id, file_number, profile, currency, created_on::text, items, debit_total,
  credit_total, state, reject_reason, created_at, sent_at, answered_at`

export const fileSchema = z
  .object({
    identifier: uuid,
    name: z.string(),
    state: z.enum(fileStates),
    currency: z.enum(currencies),
    item_count: z.int(),
    debits: amountAnswer.meta({ description: 'What it pulls' }),
    credits: amountAnswer.meta({ description: 'What it pushes' }),
    created_at: z.iso.datetime(),
    sent_at: z.iso.datetime().nullable(),
    answered_at: z.iso.datetime().nullable(),
    reason: z.string().nullable().meta({ description: 'Why the bank rejected it' }),
    next_step: z.string().nullable(),
  })
  .meta({ id: 'BankFile' })

const nextSteps: Record<FileRow['state'], string | null> = {
  writing: 'It is about to leave. If it stays here, the bank cannot be reached: see the job send-bank-files.',
  sent: 'The bank has it. Where it acknowledges files, that is awaited.',
  accepted: null,
  rejected: 'Correct the cause with the bank, then retry the payouts in it.',
}

export const showFile = (row: FileRow) => ({
  identifier: row.bank_file_id,
  name: bankFileName(row),
  state: row.state,
  currency: row.currency,
  item_count: row.items,
  debits: printAmount(row.debit_total),
  credits: printAmount(row.credit_total),
  created_at: row.created_at,
  sent_at: row.sent_at,
  answered_at: row.answered_at,
  reason: row.reject_reason,
  next_step: nextSteps[row.state],
})

export const bankFilePath = z.object({
  bank_file_id: uuid.meta({ description: 'A file to a bank, as `/operator/bank_files` lists it' }),
})

export const noBankFile = (id: string) =>
  new Problem(
    'not_found',
    `There is no file ${id} to a bank; GET /operator/bank_files lists those there are.`,
  )
