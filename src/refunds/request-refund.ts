import { requireCurrency } from '../bank-accounts/movable-account.ts'
import type { DoubtfulAttempt } from '../charges/reverse-attempt.ts'
import { type Db, sql } from '../db/sql.ts'
import type { Currency } from '../ground/money.ts'
import { claimFor, type IdempotencyKey } from '../http/idempotency.ts'
import type { Context } from '../process/context.ts'
import { insertRefund } from './insert-refund.ts'
import { payeeAccount, queueRefund } from './queue-refund.ts'
import type { RefundMethod, RefundRow } from './refund.ts'
import { addAttempt, reverseCharge } from './refund-attempts.ts'
import { disputed, pulledBack, takenBack, whyRefused } from './refuse-refund.ts'

export type RefundRequest = {
  companyId: string
  debitId: string
  refundId: string
  /** Minor units; null: all that was not refunded yet. */
  amount: bigint | null
  note: string | null
  /** Refused where it is not the debit's. */
  currency?: Currency | undefined
  /** A bank account of the contact's; null: the card or account that paid. */
  toBankAccount: string | null
  idempotencyKey: IdempotencyKey | null
}

/** A refund by the card network that is durable, with the attempt that decides it: its own, or the charge's, which is being reversed. */
export type RefundRequested = { refund: RefundRow; attempt: DoubtfulAttempt; statement: string }
/** One by bank: its credit is queued, and its request answered. */
export type RefundQueued = { refund: RefundRow; attempt: null }

/** What was taken from a debit to be refunded, in minor units, and what there is to know of the debit. */
export type Taken = {
  amount: bigint
  method: RefundMethod
  currency: Currency
  statement: string
  contact_id: string
  /** What paid, of a debit by bank. */
  from_bank_account_id: string | null
  /** The company's own, whose payouts a refund by bank comes from. */
  own_account_id: string
}

/**
 * Makes a refund durable, within what was captured and not refunded yet. A charge that is refunded whole to its card before it cleared is
 * reversed: from here on clearing leaves it alone. Null where the idempotency key was used before. Throws the Problem that the client is
 * told, and then nothing is stored.
 */
export const requestRefund = (
  { db, config }: Pick<Context, 'db' | 'config'>,
  request: RefundRequest,
  reversalDueMs: number,
): Promise<RefundRequested | RefundQueued | null> =>
  db.transaction(async (db) => {
    if (!(await claimFor(db, request.idempotencyKey, request.refundId))) return null
    // The lock comes first: what the statement after it reads is of now, open reconciliation items too.
    await db.run(sql`
      select from debits where company_id = ${request.companyId} and debit_id = ${request.debitId} for update`)
    const taken = await take(db, request)
    if (!taken) throw await whyRefused(db, request)
    requireCurrency(request.currency, taken.currency)
    const account = taken.method === 'bank' ? await payeeAccount(db, config.bank, request, taken) : null
    const refund = await insertRefund(db, request, taken, account)
    if (account !== null) {
      await queueRefund(db, refund, account, taken.statement)
      return { refund, attempt: null }
    }
    const attempt =
      taken.method === 'reversal'
        ? await reverseCharge(db, refund, reversalDueMs)
        : await addAttempt(db, refund)
    return { refund, attempt, statement: taken.statement }
  })

/**
 * Takes the amount out of what can be refunded, by one statement on the debit's row: of any number at the same moment as many succeed as
 * fit, to whatever they go. A full refund to the card of a charge that is paid and not completed is its reversal, but where a person is to
 * look into its clearing.
 */
const take = (db: Db, { companyId, debitId, amount, toBankAccount }: RefundRequest) =>
  db.first<Taken>(sql`
    update debits d set updated_at = jetpay_now(),
      amount_refunded = d.amount_refunded + coalesce(${amount}, d.amount - d.amount_refunded),
      voided_at = case when d.rail = 'card' and ${toBankAccount}::uuid is null and d.state = 'paid'
        and d.amount_refunded = 0 and coalesce(${amount}, d.amount) = d.amount
        and not exists (select from reconciliation_items i
          where i.company_id = d.company_id and i.debit_id = d.debit_id and i.state = 'open')
        then jetpay_now() end
    from debits before
    where d.company_id = ${companyId} and d.debit_id = ${debitId}
      and before.company_id = d.company_id and before.debit_id = d.debit_id
      and d.state in ('paid', 'completed') and d.voided_at is null
      and not exists (${disputed(sql`d.company_id`, sql`d.debit_id`)})
      and not exists (${takenBack(sql`d.company_id`, sql`d.debit_id`)})
      and not exists (${pulledBack(sql`d.company_id`, sql`d.debit_id`)})
      and coalesce(${amount}, d.amount - d.amount_refunded) between 1 and d.amount - d.amount_refunded
    returning d.amount_refunded - before.amount_refunded as amount, d.currency, d.statement, d.contact_id,
      d.from_bank_account_id, d.to_bank_account_id as own_account_id,
      case when d.voided_at is not null then 'reversal' when d.rail = 'eft' or ${toBankAccount}::uuid is not null then 'bank'
        else 'card' end as method`)
