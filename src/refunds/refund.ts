import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import type { Currency } from '../ground/money.ts'
import { amountAnswer, currency, failReason, printAmount, uuid } from '../http/schema.ts'

export const refundStates = ['requested', 'paid', 'completed', 'failed'] as const
export type RefundState = (typeof refundStates)[number]
/**
 * `card`: money goes back to the card by a message of its own. `reversal`: the charge itself is taken back
 * before it clears. `bank`: by credit to a bank account.
 */
export const refundMethods = ['card', 'reversal', 'bank'] as const
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
  /** By bank: the contact's account that it goes to. */
  to_bank_account_id: string | null
  fail_reason: FailReason | null
  fail_direction: 'pull' | 'push' | null
  /** By bank: when it came back after it had counted as arrived. */
  returned_at: Date | null
  created_at: Date
  updated_at: Date
}

export const refundColumns = sql`
  company_id, refund_id, debit_id, method, state, amount, currency, note, to_bank_account_id, fail_reason, fail_direction,
  returned_at, created_at, updated_at`

export const refundSchema = z
  .object({
    refund_id: uuid,
    debit_id: uuid,
    state: z.enum(refundStates).meta({
      description:
        '`paid`: the network credits the card. `completed`: it is settled with us too; by bank, it arrived. `requested`: its outcome is not known yet.',
    }),
    method: z.enum(refundMethods).meta({
      description:
        '`reversal`: the charge was taken back whole before it cleared, so that it may vanish from the statement. `card`: a credit of its own. `bank`: by credit to a bank account.',
    }),
    amount: amountAnswer,
    currency,
    note: z.string().nullable(),
    to_bank_account_id: uuid.nullable().meta({ description: 'By bank: where it goes' }),
    fail_reason: failReason.nullable(),
    fail_direction: z.enum(['pull', 'push']).nullable().meta({
      description:
        'By bank: `push`, it came back or could not be sent; `pull`, the money of the debit was taken back first',
    }),
    returned_at: z.iso.datetime().nullable().meta({
      description:
        'By bank: when it came back after it had counted as arrived. It stays `completed`, and its amount can be refunded again',
    }),
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
  to_bank_account_id: row.to_bank_account_id,
  fail_reason: row.fail_reason,
  fail_direction: row.fail_direction,
  returned_at: row.returned_at,
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
