import { type Database, type Db, type Statement, sql } from '../db/sql.ts'
import { Problem } from '../errors.ts'
import { claimFor, type IdempotencyKey } from '../http/idempotency.ts'
import { formatAmount } from '../money.ts'
import { type DebitRow, findDebit } from '../transactions/debit.ts'
import { rrnOfTrace, stanOfTrace, transmittedNow } from '../transactions/network-reference.ts'
import type { DoubtfulAttempt } from '../transactions/reverse-attempt.ts'
import { type RefundMethod, type RefundRow, refundColumns } from './refund.ts'

export type RefundRequest = {
  companyId: string
  debitId: string
  refundId: string
  /** Minor units; null: all that was not refunded yet. */
  amount: bigint | null
  note: string | null
  idempotencyKey: IdempotencyKey | null
}

/** A refund that is durable, with the attempt that decides it: its own, or the charge's, which is being reversed. */
export type RefundRequested = { refund: RefundRow; attempt: DoubtfulAttempt; statement: string }

type Taken = Pick<DebitRow, 'debit_id' | 'currency' | 'statement'> & { amount: bigint; method: RefundMethod }

/**
 * Makes a refund durable, within what was captured and not refunded yet. A charge that is refunded whole before it cleared is reversed:
 * from here on clearing leaves it alone. Null where the idempotency key was used before. Throws the Problem that the client is told, and
 * then nothing is stored.
 */
export const requestRefund = (
  db: Database,
  request: RefundRequest,
  reversalDueMs: number,
): Promise<RefundRequested | null> =>
  db.transaction(async (db) => {
    if (!(await claimFor(db, request.idempotencyKey, request.refundId))) return null
    // The lock comes first: what the statement after it reads is of now, open reconciliation items too.
    await db.run(sql`
      select from debits where company_id = ${request.companyId} and debit_id = ${request.debitId} for update`)
    const taken = await take(db, request)
    if (!taken) throw await refused(db, request)
    const refund = await insertRefund(db, request, taken)
    const attempt =
      taken.method === 'reversal'
        ? await reverseCharge(db, refund, reversalDueMs)
        : await addAttempt(db, refund)
    return { refund, attempt, statement: taken.statement }
  })

/**
 * Takes the amount out of what can be refunded, by one statement on the debit's row: of any number at the same moment as many succeed as
 * fit. A full refund of a charge that is paid and not completed is its reversal, but where a person is to look into its clearing.
 */
const take = (db: Db, { companyId, debitId, amount }: RefundRequest) =>
  db.first<Taken>(sql`
    update debits d set updated_at = jetpay_now(),
      amount_refunded = d.amount_refunded + coalesce(${amount}, d.amount - d.amount_refunded),
      voided_at = case when d.state = 'paid' and d.amount_refunded = 0 and coalesce(${amount}, d.amount) = d.amount
        and not exists (select from reconciliation_items i
          where i.company_id = d.company_id and i.debit_id = d.debit_id and i.state = 'open')
        then jetpay_now() end
    from debits before
    where d.company_id = ${companyId} and d.debit_id = ${debitId} and d.from_credit_card_id is not null
      and before.company_id = d.company_id and before.debit_id = d.debit_id
      and d.state in ('paid', 'completed') and d.voided_at is null
      and not exists (${takenBack(sql`d.company_id`, sql`d.debit_id`)})
      and coalesce(${amount}, d.amount - d.amount_refunded) between 1 and d.amount - d.amount_refunded
    returning d.debit_id, d.currency, d.statement, d.amount_refunded - before.amount_refunded as amount,
      case when d.voided_at is null then 'card' else 'reversal' end as method`)

/** A dispute by which the card holder has the debit's money, or part of it: a refund would give it twice. */
const takenBack = (companyId: Statement, debitId: Statement) => sql`
  select from disputes x where x.company_id = ${companyId} and x.debit_id = ${debitId} and x.state <> 'won'`

/** Why nothing could be taken. */
async function refused(db: Db, { companyId, debitId, amount }: RefundRequest): Promise<Problem> {
  const debit = await findDebit(db, companyId, debitId)
  if (debit.from_credit_card_id === null)
    return new Problem(
      'wrong_state',
      'Only a debit by card can be refunded; pay the contact with PUT /credit.',
    )
  if (debit.state !== 'paid' && debit.state !== 'completed')
    return new Problem('wrong_state', `The debit is ${debit.state}; only what was paid can be refunded.`)
  if (await db.first(takenBack(sql`${companyId}`, sql`${debitId}`)))
    return new Problem(
      'wrong_state',
      'It is disputed, so the card holder has the money already; see GET /dispute.',
    )
  const left = debit.amount - debit.amount_refunded
  if (left === 0n)
    return new Problem('wrong_state', 'All of it was refunded, or is being refunded; see GET /refund.')
  const message = `must be at most ${formatAmount(left)}, which is what is left of ${formatAmount(debit.amount)}`
  return amount === null
    ? new Problem('wrong_state', 'It was refunded at the same moment; try again.')
    : new Problem('validation_failed', 'Correct these fields: amount.', {
        errors: [{ path: 'amount', message }],
      })
}

const insertRefund = (db: Db, { companyId, refundId, debitId, note }: RefundRequest, taken: Taken) =>
  db.one<RefundRow>(sql`
    with refund as (
      insert into refunds (company_id, refund_id, debit_id, method, state, amount, currency, note, created_at, updated_at)
      values (${companyId}, ${refundId}, ${debitId}, ${taken.method}, 'requested', ${taken.amount}, ${taken.currency},
        ${note}, jetpay_now(), jetpay_now())
      returning *
    ), remembered as (
      insert into transaction_moves (company_id, transaction_id, sequence, move, to_state, moved_at)
      select company_id, refund_id, 1, 'request', state, created_at from refund
    )
    select ${refundColumns} from refund`)

/** The charge's own attempt: the request that holds it reverses it first, the worker joins in later. */
const reverseCharge = (db: Db, { company_id, debit_id, refund_id }: RefundRow, reversalDueMs: number) =>
  db.one<DoubtfulAttempt>(sql`
    update attempts a set state = 'reversing', reversals_sent = 1, updated_at = jetpay_now(),
      reversal_due_at = jetpay_now() + make_interval(secs => ${reversalDueMs / 1000})
    from debits d
    where a.company_id = ${company_id} and a.debit_id = ${debit_id} and a.state = 'approved' and a.kind <> 'refund'
      and d.company_id = a.company_id and d.debit_id = a.debit_id
    returning a.kind, a.company_id, a.attempt_id, a.debit_id, coalesce(a.credit_card_id, d.from_credit_card_id) as credit_card_id,
      case a.kind when 'authorization' then d.amount_authorized else a.amount end as amount, a.currency, a.stan, a.rrn,
      a.transmitted_at, 0 as reversals_sent, ${refund_id}::uuid as refund_id`)

/** An attempt of the refund's own, to the card that paid. */
const addAttempt = (db: Db, { company_id, debit_id, refund_id, amount, currency }: RefundRow) =>
  db.one<DoubtfulAttempt>(sql`
    with paid as (
      select coalesce(a.credit_card_id, d.from_credit_card_id) as credit_card_id, nextval('network_traces') as trace,
        jetpay_now() as now
      from attempts a join debits d using (company_id, debit_id)
      where company_id = ${company_id} and debit_id = ${debit_id} and a.state = 'approved' and a.kind <> 'refund'
    ), attempted as (
      insert into attempts (company_id, attempt_id, debit_id, kind, state, amount, currency, stan, rrn, transmitted_at,
        updated_at, credit_card_id)
      select ${company_id}, ${refund_id}, ${debit_id}, 'refund', 'sent', ${amount}::bigint, ${currency}, ${stanOfTrace},
        ${rrnOfTrace}, ${transmittedNow}, now, credit_card_id from paid
      returning *
    )
    select kind, company_id, attempt_id, debit_id, credit_card_id, amount, currency, stan, rrn, transmitted_at,
      reversals_sent, attempt_id as refund_id from attempted`)
