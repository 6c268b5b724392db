import { z } from 'zod'
import { sql } from '../db/sql.ts'
import { NO_COMPANY } from '../http/authenticate.ts'
import { amountAnswer, currency, printAmount, uuid } from '../http/schema.ts'
import { type ParkedReturn, type ReturnResolution, returnResolutions } from '../rails/parked-return.ts'

export type ParkedRow = Omit<ParkedReturn, 'file_sha256'> & {
  company_name: string | null
  file: string | null
  resolved_at: Date | null
  resolved_as: ReturnResolution | null
  resolved_by: string | null
  note: string | null
}

export const parkedColumns = sql`r.bank_parked_return_id, r.company_id, c.name as company_name, r.bank_item_id, r.place, r.code,
  r.stage, r.direction, r.amount, r.currency, r.reference, r.problem, r.parked_at, r.resolved_at, r.resolved_as, r.resolved_by, r.note,
  a.kind || ' ' || a.number as file`
/** What they are read with: the file that it stands in, and whose it is. */
export const parkedFrom = sql`left join companies c on c.company_id = r.company_id left join bank_answers a on a.sha256 = r.sha256`

const stages = ['return', 'dishonored', 'contested', 'unknown'] as const

export const bankReturnSchema = z
  .object({
    identifier: uuid,
    company_id: uuid.meta({ description: 'The nil UUID where no item of ours was found' }),
    company_name: z.string().nullable(),
    stage: z.enum(stages).meta({
      description:
        '`return`: money that came back. `dishonored`, `contested`: what ACH says about a return. `unknown`: none of these',
    }),
    direction: z.enum(['credit', 'debit']).meta({ description: 'Of what is returned' }),
    code: z.string().meta({ description: 'The bank’s reason, as its format has it' }),
    amount: amountAnswer,
    currency,
    reference: z.string().meta({ description: 'Ours as the bank has it, or its trace number' }),
    file: z.string().nullable().meta({ description: 'The bank’s file that it came in' }),
    place: z.string().meta({ description: 'Where in that file' }),
    parked_at: z.iso.datetime(),
    state: z.enum(['open', 'resolved']),
    reason: z.string().meta({ description: 'Why it moved nothing' }),
    next_step: z.string().nullable(),
    takes: z.array(z.enum(returnResolutions)).meta({
      description:
        '`returned`: its item came back whole. `stands`: it did not, or there is none: nothing moves',
    }),
    resolved_at: z.iso.datetime().nullable(),
    resolved_as: z
      .enum(returnResolutions)
      .nullable()
      .meta({ description: 'Null too of one that was resolved before this was kept' }),
    resolved_by: z.string().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'ParkedBankReturn' })

export function showBankReturn({ bank_parked_return_id, bank_item_id, amount, problem, ...row }: ParkedRow) {
  const isOpen = row.resolved_at === null
  const couldComeBack = row.stage === 'return' && bank_item_id !== null
  return {
    identifier: bank_parked_return_id,
    ...row,
    company_id: row.company_id ?? NO_COMPANY,
    amount: printAmount(amount),
    state: isOpen ? 'open' : 'resolved',
    reason: `The bank sent it and nothing moved: ${problem}.`,
    next_step: !isOpen
      ? null
      : couldComeBack
        ? 'Its item waits. Ask the bank whether it came back, then say so: returned, or it stands.'
        : 'Ask the bank what it means by it. What is to be mended is mended with the bank; then say that it stands here.',
    takes: !isOpen ? [] : couldComeBack ? returnResolutions : (['stands'] as const),
  }
}
