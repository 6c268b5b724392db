import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import type { Currency } from '../ground/money.ts'
import { type ChargeReason, chargeReasons, type Initiator, initiators } from '../ground/vault-protocol.ts'
import { type Labels, labelAnswers, labelColumns } from '../http/metadata.ts'
import { amountAnswer, currency, printAmount, uuid } from '../http/schema.ts'

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

/** Why a debit or credit was cancelled with its contact, in rows and events. */
export const CONTACT_DELETED = 'contact_deleted' satisfies FailReason

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
  fail_reason: FailReason | null
  fail_direction: 'pull' | 'push' | null
  initiator: Initiator | null
  reason: ChargeReason | null
  created_at: Date
  updated_at: Date
} & Labels

/** The debit, or 404 for one that is unknown or another company's. */
export async function findDebit(db: Db, companyId: string, debitId: string): Promise<DebitRow> {
  const debit = await db.first<DebitRow>(sql`
    select debit_id, contact_id, to_bank_account_id, from_credit_card_id, state, amount, amount_authorized,
      amount_refunded, currency, statement, note, fail_reason, fail_direction, initiator, reason, created_at, updated_at, ${labelColumns}
    from debits where company_id = ${companyId} and debit_id = ${debitId}`)
  if (!debit) throw noDebit(debitId)
  return debit
}

export const noDebit = (debitId: string) => new Problem('not_found', `There is no transaction ${debitId}.`)
export const debitPath = z.object({ debit_id: uuid })

/** How a debit by card can be when a request about it ends well. */
export const chargeStates = ['paid', 'requested', 'preauthorized', 'cancelled'] as const
export type ChargeState = (typeof chargeStates)[number]

/** How a saved card was used for a debit: null where it was not, and of debits from before this was kept. */
export const useAnswers = {
  initiator: z
    .enum(initiators)
    .nullable()
    .meta({ description: 'Who started the charge of a saved card, as the card network was told' }),
  reason: z.enum(chargeReasons).nullable().meta({ description: 'What of the agreement it is, as told' }),
}

/** What a request about a debit by card is told of it. */
export type ChargedDebit = Pick<
  DebitRow,
  | 'debit_id'
  | 'amount'
  | 'currency'
  | 'statement'
  | 'note'
  | 'to_bank_account_id'
  | 'contact_id'
  | keyof Labels
> & {
  from_credit_card_id: string | null
  initiator: Initiator | null
  reason: ChargeReason | null
}

/**
 * What a charge, an authorization, a capture or a release answers: the guide's keys in the guide's order, and
 * after them what else there is to know.
 */
export function chargeAnswer(state: ChargeState) {
  const answer =
    chargeAnswers.get(state) ??
    z
      .object({
        debit_id: uuid,
        amount: amountAnswer,
        statement: z.string(),
        note: z.string().nullable(),
        to_bank_account_id: uuid,
        contact_id: uuid,
        from_credit_card_id: uuid,
        transaction_state: z.literal(state),
        currency,
        ...labelAnswers,
        ...useAnswers,
      })
      .meta({ id: `${state[0]!.toUpperCase()}${state.slice(1)}Debit` })
  chargeAnswers.set(state, answer)
  return answer
}
const chargeAnswers = new Map<ChargeState, z.ZodType>()

export const showCharge = (debit: ChargedDebit, state: ChargeState) => ({
  debit_id: debit.debit_id,
  amount: printAmount(debit.amount),
  statement: debit.statement,
  note: debit.note,
  to_bank_account_id: debit.to_bank_account_id,
  contact_id: debit.contact_id,
  from_credit_card_id: debit.from_credit_card_id,
  transaction_state: state,
  currency: debit.currency,
  external_reference: debit.external_reference,
  metadata: debit.metadata,
  initiator: debit.initiator,
  reason: debit.reason,
})
