import { requireAccount, requireCurrency } from '../bank-accounts/movable-account.ts'
import { type Attempt, attemptsSent, voidCharge } from '../charges/attempt.ts'
import { type Db, sql } from '../db/sql.ts'
import { findDebit } from '../debits/debit.ts'
import { refundTaken } from '../debits/debit-moves.ts'
import { itemsOwed } from '../debits/payout-item.ts'
import type { Config } from '../ground/config.ts'
import { Problem } from '../ground/errors.ts'
import { type Currency, formatAmount } from '../ground/money.ts'
import { claimFor, type IdempotencyKey } from '../http/idempotency-key.ts'
import { followMove, stateMadeBy } from '../lifecycle/follow-move.ts'
import type { Context } from '../process/context.ts'
import { queueBankItems } from '../rails/bank-item.ts'
import { requireReached } from '../rails/require-reached.ts'
import { keepRefundAnswer } from './end-refund.ts'
import { type RefundMethod, type RefundRow, refundColumns } from './refund.ts'
import { leftOf, notTakenBack, refundFault } from './refundable.ts'

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

/**
 * A refund by the card network that is durable, with the attempt that decides it: its own, or the charge's,
 * which is being reversed.
 */
export type RefundRequested = { refund: RefundRow; attempt: Attempt; statement: string }
/** One by bank: its credit is queued, and its request answered. */
export type RefundQueued = { refund: RefundRow; attempt: null }

/** What was taken from a debit to be refunded, in minor units, and what there is to know of the debit. */
type TakenForRefund = {
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
 * Makes a refund durable, within what was captured and not refunded yet. A charge that is refunded whole to
 * its card before it cleared is reversed: from here on clearing leaves it alone. Null where the idempotency
 * key was used before. Throws the Problem that the client is told, and then nothing is stored.
 */
export const requestRefund = (
  { db, config, acceptors }: Pick<Context, 'db' | 'config' | 'acceptors'>,
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
      await queueRefund(db, refund, request, account, taken.statement)
      return { refund, attempt: null }
    }
    const attempt =
      taken.method === 'reversal'
        ? await voidCharge(db, refund, reversalDueMs)
        : await addAttempt(db, refund, request, acceptors.own)
    return { refund, attempt, statement: taken.statement }
  })

/**
 * Takes the amount out of what can be refunded, by one statement on the debit's row: of any number at the
 * same moment as many succeed as fit, to whatever they go. A full refund to the card of a charge that is paid
 * and not completed is its reversal, but where a person is to look into its clearing.
 */
const take = (db: Db, { companyId, debitId, amount, toBankAccount }: RefundRequest) => {
  const asked = sql`(
    select ${companyId}::uuid as company_id, ${debitId}::uuid as debit_id, ${amount}::bigint as amount, ${toBankAccount !== null}::boolean as by_bank)`
  return db.first<TakenForRefund>(refundTaken(asked, notTakenBack(sql`d.company_id`, sql`d.debit_id`)))
}

/**
 * Inserts the refund, `requested`, with its history. One by bank (`account`: where it goes) is paid for at
 * once: with its postings, and the item that the company's next payout is less by.
 */
const insertRefund = (
  db: Db,
  { companyId, refundId, debitId, note }: RefundRequest,
  { method, amount, currency, own_account_id }: TakenForRefund,
  account: string | null,
) => {
  const kind = method === 'bank' ? 'bank_refund' : 'refund'
  return db.one<RefundRow>(sql`
    with refund as (
      insert into refunds (company_id, refund_id, debit_id, method, state, amount, currency, note, to_bank_account_id, created_at,
        updated_at)
      values (${companyId}, ${refundId}, ${debitId}, ${method}, ${stateMadeBy(kind, 'request')}, ${amount}, ${currency}, ${note}, ${account},
        jetpay_now(), jetpay_now())
      returning *
    ), moved as (
      select company_id, refund_id as record_id, ${own_account_id}::uuid as own_account_id, 1 as sequence, null as from_state, state, amount,
        currency, created_at as moved_at from refund
    ), ${followMove(kind, 'request')}, payable as (${itemsOwed(
      sql`(select * from moved where ${method} = 'bank')`,
      'deposit',
      { less: true },
    )}
    )
    select ${refundColumns} from refund`)
}

/**
 * An attempt of the refund's own, to the card that paid. It is about no message before it, so it goes as who
 * we are now, whoever we were when the card paid.
 */
async function addAttempt(
  db: Db,
  { company_id, debit_id, refund_id, amount, currency }: RefundRow,
  { idempotencyKey }: RefundRequest,
  acceptor: number,
): Promise<Attempt> {
  const paid = sql`(
    select ${company_id}::uuid as company_id, ${refund_id}::uuid as attempt_id, ${debit_id}::uuid as debit_id, 'refund' as kind,
      ${amount}::bigint as amount, ${currency}::text as currency, coalesce(a.credit_card_id, d.from_credit_card_id) as paid_by,
      nextval('network_traces') as trace, jetpay_now() as now
    from attempts a join debits d using (company_id, debit_id)
    where company_id = ${company_id} and debit_id = ${debit_id} and a.state = 'approved' and a.kind <> 'refund')`
  const attempt = await db.one<Omit<Attempt, 'refund_id' | 'request_id'>>(
    attemptsSent(paid, acceptor, sql`paid_by`),
  )
  return { ...attempt, refund_id, request_id: idempotencyKey?.requestId ?? null }
}

const FIELD = 'to_bank_account'

/**
 * Where a refund by bank goes: the account that was named, or the one that paid. 422 where that is not the
 * contact's, not in the debit's currency or reached by no bank; 409 where none was named and the one that
 * paid was deleted.
 */
async function payeeAccount(
  db: Db,
  bank: Config['bank'],
  { companyId, toBankAccount }: Pick<RefundRequest, 'companyId' | 'toBankAccount'>,
  { contact_id, currency, from_bank_account_id }: TakenForRefund,
): Promise<string> {
  const id = toBankAccount ?? from_bank_account_id!
  if (toBankAccount === null && (await isDeleted(db, companyId, id)))
    throw new Problem(
      'wrong_state',
      `The bank account that paid was deleted; name another one of the contact's as ${FIELD}.`,
    )
  await requireAccount(db, { companyId, contactId: contact_id, id, currency }, FIELD)
  await requireReached(db, bank, { companyId, id }, FIELD)
  return id
}

const isDeleted = async (db: Db, companyId: string, id: string) =>
  (await db.first(sql`
    select from bank_accounts where company_id = ${companyId} and bank_account_id = ${id} and deleted_at is not null`)) !==
  undefined

/**
 * Queues the refund's credit for the next file to the bank and keeps the answer for its key, in the
 * transaction that makes the refund.
 */
async function queueRefund(
  db: Db,
  refund: RefundRow,
  { idempotencyKey }: RefundRequest,
  bankAccountId: string,
  statement: string,
): Promise<void> {
  const { company_id: companyId, refund_id: subjectId, amount, currency } = refund
  await queueBankItems(db, [
    {
      companyId,
      kind: 'refund',
      subjectId,
      direction: 'credit',
      bankAccountId,
      amount,
      currency,
      sundry: statement,
    },
  ])
  await keepRefundAnswer(db, refund, idempotencyKey?.requestId ?? null, { outcome: 'under_way', refund })
}

/** Why nothing of the debit could be taken for a refund: 404, 409, or 422 at `amount`. */
async function whyRefused(
  db: Db,
  { companyId, debitId, amount }: Pick<RefundRequest, 'companyId' | 'debitId' | 'amount'>,
): Promise<Problem> {
  const debit = await findDebit(db, companyId, debitId)
  const fault = await refundFault(db, companyId, debitId, debit)
  if (fault) return fault
  const message = `must be at most ${formatAmount(leftOf(debit))}, which is what is left of ${formatAmount(debit.amount)}`
  return amount === null
    ? new Problem('wrong_state', 'It was refunded at the same moment; try again.')
    : new Problem('validation_failed', 'Correct these fields: amount.', {
        errors: [{ path: 'amount', message }],
      })
}
