import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../errors.ts'
import { amountAnswer, currency, printAmount, uuid } from '../http/schema.ts'
import type { Currency } from '../money.ts'

export const refundStates = ['requested', 'paid', 'completed', 'failed'] as const
export type RefundState = (typeof refundStates)[number]
/** `card`: money goes back to the card by a message of its own. `reversal`: the charge itself is taken back before it clears. */
export const refundMethods = ['card', 'reversal'] as const
export type RefundMethod = (typeof refundMethods)[number]

/** `amount` in minor units. */
export type RefundRow = {
  company_id: string
  refund_id: string
  debit_id: string
  method: RefundMethod
  state: RefundState
  amount: bigint
  currency: Currency
  note: string | null
  fail_reason: string | null
  created_at: Date
  updated_at: Date
}

export const refundColumns = sql`
  company_id, refund_id, debit_id, method, state, amount, currency, note, fail_reason, created_at, updated_at`

export const refundSchema = z
  .object({
    refund_id: uuid,
    debit_id: uuid,
    state: z.enum(refundStates).meta({
      description:
        '`paid`: the network credits the card. `completed`: it is settled with us too. `requested`: its outcome is not known yet.',
    }),
    method: z.enum(refundMethods).meta({
      description:
        '`reversal`: the charge was taken back whole before it cleared, so that it may vanish from the statement. `card`: a credit of its own.',
    }),
    amount: amountAnswer,
    currency,
    note: z.string().nullable(),
    fail_reason: z.string().nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Refund' })

export const showRefund = (row: RefundRow) => ({
  refund_id: row.refund_id,
  debit_id: row.debit_id,
  state: row.state,
  method: row.method,
  amount: printAmount(row.amount),
  currency: row.currency,
  note: row.note,
  fail_reason: row.fail_reason,
  created_at: row.created_at,
  updated_at: row.updated_at,
})

/** The refund, or 404 for one that is unknown or another company's. */
export async function findRefund(db: Db, companyId: string, refundId: string): Promise<RefundRow> {
  const refund = await db.first<RefundRow>(sql`
    select ${refundColumns} from refunds where company_id = ${companyId} and refund_id = ${refundId}`)
  if (!refund) throw new Problem('not_found', `There is no refund ${refundId}.`)
  return refund
}
