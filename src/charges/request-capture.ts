import { requireCurrency } from '../bank-accounts/movable-account.ts'
import { type Database, type Db, sql } from '../db/sql.ts'
import { noDebit, type TransactionState } from '../debits/debit.ts'
import { Problem } from '../ground/errors.ts'
import { type Currency, formatAmount } from '../ground/money.ts'
import { claimFor, type IdempotencyKey, requestOfOperation } from '../http/idempotency-key.ts'
import { moveAttempt } from './attempt.ts'
import {
  type CaptureReferenceColumns,
  captureReferenceColumns,
  setCaptureReference,
} from './network-reference.ts'

/**
 * A capture that was asked for, with all that its message needs: references are the authorization's and its
 * own. Amounts in minor units.
 */
export type Capture = CaptureReferenceColumns & {
  company_id: string
  debit_id: string
  attempt_id: string
  amount: bigint
  amount_authorized: bigint
  currency: Currency
  authorization_code: string
  /** As whom the authorization was sent, and so its capture. */
  acceptor: number
  captures_sent: number
  /** The request that waits under an idempotency key for what becomes of it. */
  request_id: string | null
}

/** Reads captures: `z` the authorization, `a` its attempt, `d` its debit. */
export const captureColumns = sql`
  z.company_id, z.debit_id, z.attempt_id, z.capture_amount as amount, d.amount_authorized, d.currency, a.authorization_code, a.acceptor,
  ${captureReferenceColumns}, z.captures_sent,
  ${requestOfOperation(sql`z.company_id`, sql`z.debit_id`)} as request_id`

type Hold = {
  currency: Currency
  state: TransactionState
  amount_authorized: bigint | null
  attempt_id: string | null
  expires_at: Date | null
  expired: boolean
  capturing: boolean
}

/**
 * Makes a capture durable: from here on it is repeated until the network answers, and never reversed.
 * `amount` null: all that is held. Null where the idempotency key was used before. Throws the Problem that
 * the client is told, and then nothing is stored.
 */
export const requestCapture = (
  db: Database,
  request: {
    companyId: string
    debitId: string
    amount: bigint | null
    currency?: Currency | undefined
    idempotencyKey: IdempotencyKey | null
  },
  repeatAfterMs: number,
): Promise<Capture | null> =>
  db.transaction(async (db) => {
    const { companyId, debitId, amount, idempotencyKey } = request
    if (!(await claimFor(db, idempotencyKey, debitId))) return null
    const hold = requireCapturable(await lockHold(db, companyId, debitId))
    requireCurrency(request.currency, hold.currency)
    if (amount !== null && amount > hold.amount_authorized)
      throw new Problem('validation_failed', 'Correct these fields: amount.', {
        errors: [{ path: 'amount', message: `must be at most ${formatAmount(hold.amount_authorized)}` }],
      })
    await moveAttempt(
      db,
      { company_id: companyId, debit_id: debitId, attempt_id: hold.attempt_id },
      'capture',
    )
    return db.one<Capture>(sql`
      with now as (select jetpay_now() as now, nextval('network_traces') as trace), z as (
        update authorizations set capture_amount = ${amount ?? hold.amount_authorized}, ${setCaptureReference},
          captures_sent = 1,
          due_at = now + make_interval(secs => ${repeatAfterMs / 1000})
        from now where company_id = ${companyId} and debit_id = ${debitId}
        returning authorizations.*
      )
      select ${captureColumns} from z join attempts a using (company_id, debit_id, attempt_id)
      join debits d using (company_id, debit_id)`)
  })

/**
 * Locks a debit that holds an amount, so that one capture, release or expiry goes through. 404 where there is
 * no such debit.
 */
export async function lockHold(db: Db, companyId: string, debitId: string): Promise<Hold> {
  // The lock comes first: what is read by the same statement would be from before it.
  await db.run(sql`select from debits where company_id = ${companyId} and debit_id = ${debitId} for update`)
  const hold = await readHold(db, companyId, debitId)
  if (!hold) throw noDebit(debitId)
  return hold
}

/** A debit and what it holds; undefined where there is no such debit. It locks nothing. */
export const readHold = (db: Db, companyId: string, debitId: string) =>
  db.first<Hold>(sql`
    select d.state, d.currency, d.amount_authorized, z.attempt_id, z.expires_at, z.expires_at <= jetpay_now() as expired,
      z.capture_amount is not null as capturing
    from debits d left join authorizations z using (company_id, debit_id)
    where company_id = ${companyId} and debit_id = ${debitId}`)

/** What is held, to be captured or released. Throws a Problem that says what it is where it holds nothing. */
function requireHeld({ state, amount_authorized, attempt_id, expired, capturing, currency }: Hold) {
  if (state !== 'preauthorized' || amount_authorized === null || attempt_id === null)
    throw new Problem('wrong_state', `The debit is ${state}; only a preauthorized one holds an amount.`)
  if (expired && !capturing)
    throw new Problem('wrong_state', 'The authorization has expired; authorize or charge the card again.')
  return { attempt_id, amount_authorized, currency, capturing }
}

/** The same where no capture of it may be under way: `already` says what to do then. */
function requireUncaptured(hold: Hold, already: string) {
  const held = requireHeld(hold)
  if (held.capturing) throw new Problem('wrong_state', already)
  return held
}
export const requireCapturable = (hold: Hold) =>
  requireUncaptured(hold, 'It is being captured already; follow the debit by webhook.')
export const requireReleasable = (hold: Hold) =>
  requireUncaptured(hold, 'It is being captured, which is never reversed; refund it once it is paid.')
