import { z } from 'zod'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import type { Currency } from '../ground/money.ts'
import { amountAnswer, currency, printAmount, uuid } from '../http/schema.ts'

export const disputeStates = ['needs_response', 'under_review', 'won', 'lost'] as const
export type DisputeState = (typeof disputeStates)[number]

export const lostReasons = ['no_response', 'decided', 'closed'] as const
export type LostReason = (typeof lostReasons)[number]

/** Minor units: `amount` is what is booked of `amount_taken`, which the network took. */
export type DisputeRow = {
  company_id: string
  dispute_id: string
  debit_id: string
  /** Of its debit. */
  contact_id: string
  statement: string
  state: DisputeState
  amount: bigint
  amount_taken: bigint
  currency: Currency
  reason: string
  respond_by: Date
  lost_reason: LostReason | null
  submitted_at: Date | null
  sent_at: Date | null
  opened_at: Date
  updated_at: Date
}

/** `of`: what the statement calls the disputes that it reads. */
export const disputeColumns = (of = sql`disputes`) => sql`
  company_id, dispute_id, debit_id,
  (select d.contact_id from debits d where d.company_id = ${of}.company_id and d.debit_id = ${of}.debit_id) as contact_id,
  (select d.statement from debits d where d.company_id = ${of}.company_id and d.debit_id = ${of}.debit_id) as statement, state, amount, amount_taken, currency, reason, respond_by, lost_reason, submitted_at,
  sent_at, opened_at, updated_at`

export const disputePath = z.object({ dispute_id: uuid })

export const disputeSchema = z
  .object({
    dispute_id: uuid,
    debit_id: uuid,
    contact_id: uuid.meta({ description: 'Whose debit it is' }),
    statement: z.string().meta({ description: 'Of the debit', examples: ['Order 1001'] }),
    state: z.enum(disputeStates).meta({
      description:
        '`needs_response`: add evidence and submit it before `respond_by`. `under_review`: the network decides. `won`: the amount is yours again. `lost`: it is not.',
    }),
    amount: amountAnswer.meta({
      description:
        'What the dispute takes from your payouts: at most what was left of the debit after refunds and other disputes, so it may be 0.00',
    }),
    amount_taken: amountAnswer.meta({
      description:
        'What the network took. What is more than `amount` is an item of GET /reconciliation_items, which the operator resolves',
    }),
    currency,
    reason: z.string().meta({ description: 'The network’s code, four digits (/docs/guide/clearing-file)' }),
    respond_by: z.iso.datetime(),
    lost_reason: z.enum(lostReasons).nullable().meta({
      description:
        '`no_response`: nothing was submitted in time. `decided`: by the network. `closed`: the network never decided, and the operator closed it.',
    }),
    submitted_at: z.iso.datetime().nullable(),
    opened_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Dispute' })

export const showDispute = (row: DisputeRow) => ({
  dispute_id: row.dispute_id,
  debit_id: row.debit_id,
  contact_id: row.contact_id,
  statement: row.statement,
  state: row.state,
  amount: printAmount(row.amount),
  amount_taken: printAmount(row.amount_taken),
  currency: row.currency,
  reason: row.reason,
  respond_by: row.respond_by,
  lost_reason: row.lost_reason,
  submitted_at: row.submitted_at,
  opened_at: row.opened_at,
  updated_at: row.updated_at,
})

/** The dispute, or 404 for one that is unknown or another company's. */
export async function findDispute(db: Db, companyId: string, disputeId: string): Promise<DisputeRow> {
  const dispute = await db.first<DisputeRow>(sql`
    select ${disputeColumns()} from disputes where company_id = ${companyId} and dispute_id = ${disputeId}`)
  if (!dispute) throw new Problem('not_found', `There is no dispute ${disputeId}.`)
  return dispute
}

/**
 * The dispute, locked for the rest of the transaction while it can be answered. Throws 404, or 409 where it
 * was submitted, has ended, or its time is over.
 */
export async function lockAnswerable(db: Db, companyId: string, disputeId: string): Promise<DisputeRow> {
  const answerable = await db.first<DisputeRow>(sql`
    select ${disputeColumns()} from disputes
    where company_id = ${companyId} and dispute_id = ${disputeId} and state = 'needs_response' and respond_by > jetpay_now()
    for update`)
  if (answerable) return answerable
  const { state, respond_by } = await findDispute(db, companyId, disputeId)
  throw new Problem(
    'wrong_state',
    state === 'needs_response'
      ? `The dispute could be answered until ${respond_by.toISOString()}.`
      : `The dispute is ${state}; it takes no evidence any more.`,
  )
}
