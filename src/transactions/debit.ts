import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../errors.ts'
import { amountAnswer, currency, printAmount, uuid } from '../http/schema.ts'
import type { Currency } from '../money.ts'

export const transactionStates = [
  'requested',
  'preauthorized',
  'initiated',
  'paid',
  'completed',
  'failed',
  'cancelled',
] as const
export type TransactionState = (typeof transactionStates)[number]

export type DebitRow = {
  debit_id: string
  contact_id: string
  to_bank_account_id: string
  from_credit_card_id: string | null
  state: TransactionState
  amount: bigint
  amount_authorized: bigint | null
  amount_refunded: bigint
  currency: Currency
  statement: string
  note: string | null
  fail_reason: string | null
  fail_direction: 'pull' | 'push' | null
  created_at: Date
  updated_at: Date
}

export const transactionPath = z.object({ identifier: uuid })

export const transactionSchema = z
  .object({
    identifier: uuid,
    kind: z.literal('debit'),
    state: z.enum(transactionStates),
    amount: amountAnswer.meta({
      description: 'What is taken: of a debit that was preauthorized what was captured, once it is',
    }),
    amount_authorized: amountAnswer
      .nullable()
      .meta({ description: 'What was held, of a debit that was preauthorized' }),
    amount_refunded: amountAnswer.meta({ description: 'What went back to the payer, or is on its way' }),
    currency,
    statement: z.string(),
    note: z.string().nullable(),
    contact_id: uuid,
    to_bank_account_id: uuid,
    from_credit_card_id: uuid.nullable(),
    fail_reason: z.string().nullable(),
    fail_direction: z.enum(['pull', 'push']).nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Transaction' })

export const showDebit = ({ debit_id, amount, amount_authorized, amount_refunded, ...row }: DebitRow) => ({
  identifier: debit_id,
  kind: 'debit' as const,
  ...row,
  amount: printAmount(amount),
  amount_authorized: amount_authorized === null ? null : printAmount(amount_authorized),
  amount_refunded: printAmount(amount_refunded),
})

/** The debit, or 404 for one that is unknown or another company's. */
export async function findDebit(db: Db, companyId: string, debitId: string): Promise<DebitRow> {
  const debit = await db.first<DebitRow>(sql`
    select debit_id, contact_id, to_bank_account_id, from_credit_card_id, state, amount, amount_authorized,
      amount_refunded, currency, statement, note, fail_reason, fail_direction, created_at, updated_at
    from debits where company_id = ${companyId} and debit_id = ${debitId}`)
  if (!debit) throw new Problem('not_found', `There is no transaction ${debitId}.`)
  return debit
}

/** How a debit by card can be when a request about it ends well. */
export const chargeStates = ['paid', 'requested', 'preauthorized', 'cancelled'] as const
export type ChargeState = (typeof chargeStates)[number]

type Charged = Pick<
  DebitRow,
  'debit_id' | 'amount' | 'statement' | 'note' | 'to_bank_account_id' | 'contact_id'
> & {
  from_credit_card_id: string | null
}

/** What a charge, an authorization or a capture answers: the guide's keys, exactly. */
export const showCharge = (debit: Charged, state: ChargeState) => ({
  debit_id: debit.debit_id,
  amount: printAmount(debit.amount),
  statement: debit.statement,
  note: debit.note,
  to_bank_account_id: debit.to_bank_account_id,
  contact_id: debit.contact_id,
  from_credit_card_id: debit.from_credit_card_id,
  transaction_state: state,
})
