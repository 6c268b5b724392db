import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import type { Currency } from '../ground/money.ts'
import type { ChargeKind, ReversalOutcome } from '../ground/vault-protocol.ts'
import { problemBody } from '../http/problem.ts'
import { followMoves } from '../lifecycle/follow-move.ts'
import type { Context } from '../process/context.ts'
import { settleReversedRefund } from '../refunds/settle-reversed-refund.ts'
import { tellContradiction } from './contradiction.ts'
import { type ReferenceColumns, referenceOf } from './network-reference.ts'

/**
 * An attempt to be reversed, with all that a reversal needs: its outcome is not known, its hold was given up, or it is taken back for a
 * refund. `amount` is what was asked for, not what was captured of it.
 */
export type DoubtfulAttempt = ReferenceColumns & {
  kind: ChargeKind
  company_id: string
  attempt_id: string
  debit_id: string
  credit_card_id: string
  amount: bigint
  currency: Currency
  reversals_sent: number
  /** The refund that ends with this reversal: done where it is the charge that is reversed, failed where it is the refund. */
  refund_id: string | null
}

/** A charge that was reversed because its outcome stayed unknown: now it is safe to say that it failed. */
export const networkTimeout = (debitId: string) =>
  new Problem(
    'network_timeout',
    'The network did not answer, so the charge was reversed: nothing was taken. Charge again with a new key.',
    {
      members: { debit_id: debitId, transaction_state: 'failed', fail_reason: 'network_timeout' },
    },
  )

/**
 * Sends one reversal (ISO 8583 0420, repeats 0421) and, once the network acknowledges it, fails the debit with its event
 * and the idempotent answer. If it is not acknowledged it is to be repeated, and nothing is guessed; one that did not even leave
 * (`unsent`) is not counted, so that what a person is told of the network is what the network was asked. The caller has counted it.
 */
export async function reverseAttempt(
  context: Context,
  attempt: DoubtfulAttempt,
  requestId: string,
): Promise<ReversalOutcome['outcome']> {
  const { outcome } = await context.vault.reverse({
    company_id: attempt.company_id,
    card_id: attempt.credit_card_id,
    kind: attempt.kind,
    reference: referenceOf(attempt),
    amount: attempt.amount.toString(),
    currency: attempt.currency,
    repeat: attempt.reversals_sent > 0,
  })
  context.metrics.reversals.inc({ outcome })
  if (outcome === 'unsent') await uncountReversal(context.db, attempt)
  if (outcome !== 'acknowledged') return outcome
  const { refund_id } = attempt
  if (refund_id)
    await context.db.transaction((db) => settleReversedRefund(db, { ...attempt, refund_id }, requestId))
  else
    await settleReversed(
      context.db,
      attempt,
      JSON.stringify(problemBody(networkTimeout(attempt.debit_id), requestId)),
    )
  await tellContradiction(context.db, context.log, attempt, 'it reversed it')
  return outcome
}

const uncountReversal = (db: Db, { company_id, debit_id, attempt_id, reversals_sent }: DoubtfulAttempt) =>
  db.run(sql`
    update attempts set reversals_sent = ${reversals_sent}
    where company_id = ${company_id} and debit_id = ${debit_id} and attempt_id = ${attempt_id} and state = 'reversing'
      and reversals_sent = ${reversals_sent + 1}`)

/**
 * The attempt is reversed and, where nobody knew yet what became of it, its debit failed, in one statement. Safe to run again: only the
 * first run moves anything. Nothing is posted: the charge never was. A debit whose payer may still choose stays open for another try, also
 * where another card is being tried by now.
 */
export const settleReversed = (
  db: Db,
  { company_id, debit_id, attempt_id }: Pick<DoubtfulAttempt, 'company_id' | 'debit_id' | 'attempt_id'>,
  answer: string,
) =>
  db.run(sql`
    with reversed as (
      update attempts set state = 'reversed', reversal_due_at = null, updated_at = jetpay_now()
      where company_id = ${company_id} and debit_id = ${debit_id} and attempt_id = ${attempt_id} and state = 'reversing'
      returning company_id, debit_id
    ), moved as (
      update debits d set fail_reason = 'network_timeout', fail_direction = 'pull', updated_at = jetpay_now(),
        state = case when payable_until is null then 'failed' else 'requested' end,
        rail = case when payable_until is null then rail end
      from reversed
      where d.company_id = reversed.company_id and d.debit_id = reversed.debit_id and d.state = 'requested'
        and (payable_until is null or rail = 'card' and not exists (
          select from attempts other where other.company_id = d.company_id and other.debit_id = d.debit_id
            and other.attempt_id <> ${attempt_id} and other.state in ('sent', 'reversing')))
      returning d.company_id, d.debit_id as record_id, 'requested' as from_state, d.state, d.updated_at as moved_at,
        next_move_sequence(d.company_id, d.debit_id) as sequence, debit_event_data(d) as event_data
    ), ${followMoves('card_debit', sql`case state when 'failed' then 'fail' else 'fail_try' end`, {
      event: sql`'transactions.debits.' || case state when 'failed' then 'failed' else 'payment_failed' end`,
      posts: false,
    })}
    update idempotency_keys k set status = 504, body = ${answer} from moved
    where k.company_id = moved.company_id and k.debit_id = moved.record_id and k.status is null`)

/** An approval that came after the attempt was given up and reversed is taken back as well. */
export const doubtAgain = (db: Db, companyId: string, debitId: string, attemptId: string) =>
  db.run(sql`
    update attempts set state = 'reversing', reversal_due_at = jetpay_now(), updated_at = jetpay_now()
    where company_id = ${companyId} and debit_id = ${debitId} and attempt_id = ${attemptId} and state = 'reversed'`)
