import { z } from 'zod'
import { empty, sql } from '../db/sql.ts'
import { currencies } from '../ground/money.ts'
import { endpoint } from '../http/endpoint.ts'
import { before, listQuery, pageOf, toPage } from '../http/list.ts'
import { amountAnswer, noPath, printAmount, uuid } from '../http/schema.ts'
import { bankFileName } from '../rails/rail.ts'

const fileStates = ['writing', 'sent', 'accepted', 'rejected'] as const
type FileRow = {
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

const fileSchema = z
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

const show = (row: FileRow) => ({
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

export const listBankFiles = endpoint({
  operationId: 'list_bank_files',
  method: 'GET',
  path: '/operator/bank_files',
  tag: 'Operator',
  summary: 'List files to the banks',
  description: 'What went, newest first, with what it moves and what the bank said of it.',
  scope: 'operator:read',
  pathSchema: noPath,
  querySchema: listQuery.extend({ state: z.enum(fileStates).optional() }),
  answers: { 200: { description: 'A page of files', schema: pageOf(fileSchema) } },
  async handle({ db, query: { cursor, limit, state } }) {
    const rows = await db.many<FileRow>(sql`
      select bank_file_id, originator_id, file_number, profile, currency, created_on::text, items, debit_total, credit_total,
        state, reject_reason, created_at, sent_at, answered_at
      from bank_files where bank_file_id < ${before(cursor)} ${state ? sql`and state = ${state}` : empty}
      order by bank_file_id desc limit ${limit + 1}`)
    return { body: toPage(rows, limit, (row) => row.bank_file_id, show) }
  },
})
