import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import type { Currency } from '../ground/money.ts'
import type { ChargeReason, Initiator } from '../ground/vault-protocol.ts'
import { type Caller, requireScope } from '../http/authenticate.ts'
import { labelAnswers, labelColumns, type Metadata } from '../http/metadata.ts'
import { amountAnswer, currency, failReason, printAmount, uuid } from '../http/schema.ts'
import { type TransactionState, transactionStates, useAnswers } from './debit.ts'

export const transactionKinds = ['debit', 'credit'] as const
export type TransactionKind = (typeof transactionKinds)[number]

/** A debit or a credit, as both are shown. Amounts in minor units. */
export type TransactionRow = {
  identifier: string
  kind: TransactionKind
  rail: 'card' | 'eft' | null
  state: TransactionState
  amount: bigint
  amount_authorized: bigint | null
  amount_refunded: bigint
  fee_amount: bigint
  currency: Currency
  statement: string
  note: string | null
  external_reference: string | null
  metadata: Metadata
  contact_id: string
  from_credit_card_id: string | null
  from_bank_account_id: string | null
  to_bank_account_id: string | null
  fail_reason: FailReason | null
  fail_direction: 'pull' | 'push' | null
  initiator: Initiator | null
  reason: ChargeReason | null
  created_at: Date
  updated_at: Date
}

const common = sql`
  state, currency, statement, note, ${labelColumns}, contact_id, from_bank_account_id, to_bank_account_id, fail_reason, fail_direction,
  created_at, updated_at`
/** The columns of a TransactionRow, of each of the two tables. */
export const debitColumns = sql`
  debit_id as identifier, 'debit' as kind, rail, amount, amount_authorized, amount_refunded, from_credit_card_id,
  coalesce((select f.amount from fees f where f.company_id = debits.company_id and f.transaction_id = debits.debit_id), 0)
    as fee_amount, initiator, reason, ${common}`
export const creditColumns = sql`
  credit_id as identifier, 'credit' as kind, 'eft' as rail, amount, null::bigint as amount_authorized,
  0::bigint as amount_refunded, null::uuid as from_credit_card_id, 0::bigint as fee_amount, null::text as initiator, null::text as reason, ${common}`

export const transactionPath = z.object({ identifier: uuid })

export const transactionSchema = z
  .object({
    identifier: uuid,
    kind: z.enum(transactionKinds),
    rail: z
      .enum(['card', 'eft'])
      .nullable()
      .meta({ description: 'How the money moves; null while the payer has not decided' }),
    state: z.enum(transactionStates),
    amount: amountAnswer.meta({
      description: 'What is taken: of a debit that was preauthorized what was captured, once it is',
    }),
    amount_authorized: amountAnswer
      .nullable()
      .meta({ description: 'What was held, of a debit that was preauthorized' }),
    amount_refunded: amountAnswer.meta({ description: 'What went back to the payer, or is on its way' }),
    fee_amount: amountAnswer.meta({
      description: 'What your company was charged for it, once its money came',
    }),
    currency,
    statement: z.string(),
    note: z.string().nullable(),
    ...labelAnswers,
    contact_id: uuid,
    from_credit_card_id: uuid.nullable(),
    from_bank_account_id: uuid.nullable(),
    to_bank_account_id: uuid.nullable().meta({
      description: 'Null for a credit whose contact has not said where to be paid',
    }),
    fail_reason: failReason
      .nullable()
      .meta({ description: 'Of a debit that can still be paid: why the last card did not pay it' }),
    fail_direction: z.enum(['pull', 'push']).nullable(),
    ...useAnswers,
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Transaction' })

export const showTransaction = (row: TransactionRow) => ({
  ...row,
  amount: printAmount(row.amount),
  amount_authorized: row.amount_authorized === null ? null : printAmount(row.amount_authorized),
  amount_refunded: printAmount(row.amount_refunded),
  fee_amount: printAmount(row.fee_amount),
})

/** The debit or credit, or 404 for one that is unknown or another company's. */
export async function findTransaction(db: Db, companyId: string, id: string): Promise<TransactionRow> {
  const found = await db.first<TransactionRow>(sql`
    select ${debitColumns} from debits where company_id = ${companyId} and debit_id = ${id}
    union all
    select ${creditColumns} from credits where company_id = ${companyId} and credit_id = ${id}`)
  if (!found) throw new Problem('not_found', `There is no transaction ${id}.`)
  return found
}

/**
 * The same for a caller who has one of the two scopes: 403 where it is not that of the transaction's kind.
 */
export async function findForCaller(db: Db, caller: Caller, id: string, access: 'read' | 'write') {
  const found = await findTransaction(db, caller.company_id, id)
  requireScope(caller, `${found.kind}s:${access}`)
  return found
}

/** Where the payer of a debit decides how to pay, or the contact of a credit where to be paid. */
export const linkOf = (publicUrl: string, identifier: string) => `${publicUrl}/payment/pay/${identifier}`

/** What creating a debit or credit answers. */
export const linkSchema = z
  .object({ identifier: uuid, link: z.url().meta({ description: 'A page of ours for the contact' }) })
  .meta({ id: 'PaymentLink' })
