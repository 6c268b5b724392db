import { closeAlarms } from '../alarms/alarm.ts'
import { type Database, type Db, sql } from '../db/sql.ts'
import { findDebit, showCharge } from '../debits/debit.ts'
import { OperatorError } from '../ground/errors.ts'
import { newId } from '../ground/ids.ts'
import type { ChargeKind } from '../ground/vault-protocol.ts'
import { problemBody } from '../http/problem.ts'
import { followMove } from '../lifecycle/follow-move.ts'
import { resolveRefund } from '../refunds/resolve-refund.ts'
import { resolveCapture } from './resolve-capture.ts'
import { networkTimeout, settleReversed } from './reverse-attempt.ts'

/** Of a reversal the first two, of a capture the last two. */
export const attemptResolutions = ['reversed', 'captured', 'released'] as const
export type AttemptResolution = (typeof attemptResolutions)[number]

type Attempt = {
  kind: ChargeKind
  company_id: string
  debit_id: string
  attempt_id: string
  state: string
  /** The refund that waits for this reversal. */
  refund_id: string | null
}

/**
 * Settles an attempt whose reversal or capture the network never acknowledged by what a person has learned from the acquirer. Of a
 * reversal: `reversed` does what an acknowledgment would, `captured` says that what was asked for stands: the debit is paid, or the refund
 * to the card is, or the charge whose refund was to reverse it; nothing is sent. Of a capture: `captured` does what an acknowledgment would,
 * `released` fails the debit and has the hold reversed. The alarm keeps who said so. Throws an OperatorError where it waits for neither.
 */
export const resolveAttempt = (
  db: Database,
  attemptId: string,
  as: AttemptResolution,
  by: string,
  note: string,
): Promise<{ debit_id: string; transaction_state: string }> =>
  db.transaction(async (db) => {
    const attempt = await db.first<Attempt>(sql`
      select a.kind, a.company_id, a.debit_id, a.attempt_id, a.state, r.refund_id
      from attempts a left join refunds r on r.company_id = a.company_id and r.debit_id = a.debit_id
        and r.state = 'requested' and case a.kind when 'refund' then r.refund_id = a.attempt_id else r.method = 'reversal' end
      where a.attempt_id = ${attemptId} for update of a`)
    if (!attempt)
      throw new OperatorError(
        `There is no attempt ${attemptId}; \`jetpay alarm list\` shows those that need you.`,
      )
    if (attempt.state === 'capturing') {
      if (as === 'reversed')
        throw new OperatorError('It waits for a capture: --as takes captured or released.')
      await resolveCapture(db, attempt, as)
      await closeAlarms(db, 'capture_unacknowledged', attempt.debit_id, by, note)
    } else if (attempt.state === 'reversing') {
      if (as === 'released')
        throw new OperatorError('It waits for a reversal: --as takes reversed or captured.')
      await resolveReversal(db, attempt, as)
      await closeAlarms(db, 'reversal_unacknowledged', attemptId, by, note)
    } else throw new OperatorError(`The attempt is ${attempt.state} already; nothing was changed.`)
    const { state } = await findDebit(db, attempt.company_id, attempt.debit_id)
    return { debit_id: attempt.debit_id, transaction_state: state }
  })

async function resolveReversal(db: Db, attempt: Attempt, as: 'reversed' | 'captured'): Promise<void> {
  const { refund_id, debit_id } = attempt
  if (refund_id) await resolveRefund(db, { ...attempt, refund_id }, as)
  else if (as === 'captured') await confirmCaptured(db, attempt)
  else await settleReversed(db, attempt, JSON.stringify(problemBody(networkTimeout(debit_id), newId())))
}

/** The charge stands: attempt, debit, postings, event, and the answer that its request's idempotency key waits for. */
async function confirmCaptured(db: Db, { kind, company_id, debit_id, attempt_id }: Attempt): Promise<void> {
  if (kind === 'authorization')
    throw new OperatorError(
      'It was to hold an amount only: resolve it as reversed, the hold lapses by itself.',
    )
  if (kind === 'refund')
    throw new OperatorError('Its refund has failed already: have the acquirer take the credit back.')
  const debit = await findDebit(db, company_id, debit_id)
  if (debit.state !== 'requested')
    throw new OperatorError(
      `Its debit is ${debit.state} already and nobody was charged by it: have the acquirer take the charge back.`,
    )
  await db.run(sql`
    with confirmed as (
      update attempts set state = 'approved', reversal_due_at = null, updated_at = jetpay_now()
      where company_id = ${company_id} and debit_id = ${debit_id} and attempt_id = ${attempt_id}
      returning company_id, debit_id
    ), moved as (
      update debits d set state = 'paid', updated_at = jetpay_now() from confirmed
      where d.company_id = confirmed.company_id and d.debit_id = confirmed.debit_id
      returning d.company_id, d.debit_id as record_id, d.amount, d.currency, 'requested' as from_state, d.state,
        d.updated_at as moved_at, next_move_sequence(d.company_id, d.debit_id) as sequence, debit_event_data(d) as event_data
    ), ${followMove('card_debit', 'charge')}
    update idempotency_keys k set status = 200, body = ${JSON.stringify(showCharge(debit, 'paid'))} from moved
    where k.company_id = moved.company_id and k.debit_id = moved.record_id and k.status is null`)
}
