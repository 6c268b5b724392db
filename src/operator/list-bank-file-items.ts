import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { type Currency, currencies } from '../ground/money.ts'
import { endpoint } from '../http/endpoint.ts'
import { toPage } from '../http/list.ts'
import { amountAnswer, failReason, printAmount, uuid } from '../http/schema.ts'
import type { BankItemKind, BankItemRow, Direction } from '../rails/bank-item.ts'
import { afterLine, linesOf, linesQuery } from './file-lines.ts'
import { bankFilePath, noBankFile } from './operated-bank-file.ts'

type ItemRow = Pick<BankItemRow, 'fail_reason' | 'return_code' | 'state'> & {
  line: number
  kind: BankItemKind
  direction: Direction
  amount: bigint
  currency: Currency
  reference: string
  due_on: string
  company_id: string
  company_name: string | null
  transaction_id: string | null
  payout_id: string | null
  account_last4: string
}

const fileItemSchema = z
  .object({
    line: z.int().meta({ description: 'Of the items of the file, from 1' }),
    kind: z.enum(['payout', 'debit', 'credit', 'refund']),
    direction: z.enum(['credit', 'debit']).meta({
      description: '`credit` pushes money to the account, `debit` pulls it from there',
    }),
    amount: amountAnswer,
    currency: z.enum(currencies),
    reference: z.string().meta({ description: 'Ours, as the bank has it' }),
    due_on: z.iso.date().meta({ description: 'The day that the file asks for' }),
    state: z.enum(['queued', 'sent', 'settled', 'returned', 'rejected']),
    fail_reason: failReason.nullable(),
    return_code: z.string().nullable().meta({ description: 'The bank’s, as its format has it' }),
    company_id: uuid,
    company_name: z.string().nullable().meta({ description: 'Null where it has moved to another cell' }),
    transaction_id: uuid
      .nullable()
      .meta({ description: 'The debit or credit whose money it moves; of a refund the debit' }),
    payout_id: uuid.nullable(),
    account_last4: z.string().meta({ description: 'The last digits of the account’s number' }),
  })
  .meta({ id: 'BankFileItem' })

export const listBankFileItems = endpoint({
  operationId: 'list_bank_file_items',
  method: 'GET',
  path: '/operator/bank_files/{bank_file_id}/items',
  tag: 'Operator',
  summary: 'List what a file to a bank has',
  description: 'Line by line: what is moved, whose it is, and what became of it.',
  scope: 'operator:read',
  pathSchema: bankFilePath,
  querySchema: linesQuery,
  answers: { 200: { description: 'A page of lines', schema: linesOf(fileItemSchema) } },
  async handle({ db, path: { bank_file_id }, query }) {
    const { limit } = query
    const after = afterLine(query)
    const file = await db.first(sql`select from bank_files where bank_file_id = ${bank_file_id}`)
    if (!file) throw noBankFile(bank_file_id)
    const rows = await db.many<ItemRow>(sql`
      select i.file_line as line, i.kind, i.direction, i.amount, i.currency, i.trace_number as reference, i.file_due_on::text as due_on,
        i.state, i.fail_reason, i.return_code, i.company_id, c.name as company_name,
        case i.kind when 'refund' then r.debit_id when 'payout' then null else i.subject_id end as transaction_id,
        case i.kind when 'payout' then i.subject_id end as payout_id, a.account_number_last4 as account_last4
      from bank_items i join companies c on c.company_id = i.company_id
      join bank_accounts a on a.company_id = i.company_id and a.bank_account_id = i.bank_account_id
      left join refunds r on i.kind = 'refund' and r.company_id = i.company_id and r.refund_id = i.subject_id
      where i.bank_file_id = ${bank_file_id} and i.file_line > ${after}
      union all
      select g.file_line, g.kind, g.direction, g.amount, g.currency, g.trace_number, g.file_due_on::text, g.state, null, null, g.company_id,
        null, null, null, g.account_number_last4
      from departed_bank_items g join departed_companies d on d.company_id = g.company_id
      where g.bank_file_id = ${bank_file_id} and g.file_line > ${after}
      order by line limit ${limit + 1}`)
    return { body: toPage(rows, limit, ({ line }) => String(line), show) }
  },
})

const show = (row: ItemRow) => ({ ...row, amount: printAmount(row.amount) })
