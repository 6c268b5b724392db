import { outlast } from '../db/outlast.ts'
import { type Db, sql } from '../db/sql.ts'
import { findDebit, showCharge } from '../debits/debit.ts'
import { Problem } from '../ground/errors.ts'
import type { FailReason } from '../ground/fail-reasons.ts'
import type { CaptureOutcome } from '../ground/vault-protocol.ts'
import { problemBody } from '../http/problem.ts'
import { followMove } from '../lifecycle/follow-move.ts'
import type { Context } from '../process/context.ts'
import { tellContradiction } from './contradiction.ts'
import { endHold } from './end-hold.ts'
import type { Capture } from './request-capture.ts'
import { doubtAgain } from './reverse-attempt.ts'

type Refused = Extract<CaptureOutcome, { outcome: 'refused' }>

/** The network has answered that it does not take the capture: it lost the hold, or lifted it. */
export const captureRefused = (debitId: string, { fail_reason, response_code, retry }: Refused) =>
  new Problem(
    'card_declined',
    'The network no longer holds the amount, so nothing was taken. Charge the card anew.',
    {
      members: {
        debit_id: debitId,
        transaction_state: 'failed',
        fail_reason,
        network_code: response_code,
        retry,
      },
    },
  )

/**
 * Sends a capture once (0220, repeats 0221) and records what the network answers, with the debit's event and the answer that waits under
 * its idempotency key. Without an answer nothing changes: it is to be repeated; one that did not even leave is not counted.
 */
export async function sendCapture(
  context: Context,
  capture: Capture,
  requestId: string,
): Promise<CaptureOutcome> {
  const { company_id, debit_id, attempt_id, stan, rrn, capture_stan, currency } = capture
  const outcome = await context.vault.capture({
    ...{ stan, rrn, transmitted_at: capture.transmitted_at.toISOString(), currency },
    authorization_code: capture.authorization_code,
    amount_authorized: capture.amount_authorized.toString(),
    amount: capture.amount.toString(),
    advice: { stan: capture_stan, transmitted_at: capture.capture_transmitted_at.toISOString() },
    repeat: capture.captures_sent > 1,
  })
  context.metrics.captures.inc({ outcome: outcome.outcome })
  if (outcome.outcome === 'unsent') await uncountCapture(context.db, capture)
  if (outcome.outcome === 'unacknowledged' || outcome.outcome === 'unsent') return outcome
  const record = () =>
    context.db.transaction(async (db) => {
      if (outcome.outcome === 'refused') {
        const problem = captureRefused(debit_id, outcome)
        await refuseCapture(db, capture, outcome.fail_reason)
        const text = JSON.stringify(problemBody(problem, requestId))
        await answerCapture(db, capture, problem.status, text)
        await tellContradiction(db, context.log, capture, 'it does not take the capture')
        return outcome
      }
      await settleCapture(db, capture)
      // Released by a person, and reversed since: what the network has taken after that is taken back as well.
      await doubtAgain(db, company_id, debit_id, attempt_id)
      const debit = await findDebit(db, company_id, debit_id)
      await answerCapture(db, capture, 200, JSON.stringify(showCharge(debit, 'paid')))
      return outcome
    })
  const warn = (err: unknown) =>
    context.log.warn({ debitId: debit_id, err }, 'a capture could not be recorded yet')
  // Where the database stays away, the repeat hears the same answer once more.
  return (await outlast(record, warn)) ?? { outcome: 'unacknowledged', reason: 'database_away' }
}

const uncountCapture = (db: Db, { company_id, debit_id, captures_sent }: Capture) =>
  db.run(sql`
    update authorizations set captures_sent = ${captures_sent - 1}
    where company_id = ${company_id} and debit_id = ${debit_id} and captures_sent = ${captures_sent}`)

/** The debit is paid, for what was captured. Safe to run again: only the first run moves anything. */
export const settleCapture = (db: Db, { company_id, debit_id, attempt_id, amount }: Capture) =>
  db.run(sql`
    with captured as (
      update attempts set state = 'approved', amount = ${amount}, updated_at = jetpay_now()
      where company_id = ${company_id} and debit_id = ${debit_id} and attempt_id = ${attempt_id} and state = 'capturing'
      returning company_id, debit_id
    ), ended as (
      update authorizations z set due_at = null from captured
      where z.company_id = captured.company_id and z.debit_id = captured.debit_id
    ), moved as (
      update debits d set state = 'paid', amount = ${amount}, updated_at = jetpay_now() from captured
      where d.company_id = captured.company_id and d.debit_id = captured.debit_id and d.state = 'preauthorized'
      returning d.company_id, d.debit_id as record_id, d.amount, d.currency, 'preauthorized' as from_state, d.state,
        d.updated_at as moved_at, next_move_sequence(d.company_id, d.debit_id) as sequence, debit_event_data(d) as event_data
    ), ${followMove('card_debit', 'capture')}
    select from moved`)

/** The debit failed; what the network may still hold is released by the attempt's reversal, which the worker sends. */
const refuseCapture = (db: Db, capture: Capture, failReason: FailReason) =>
  endHold(db, capture, { attempt: 'capturing', move: 'refuse', failReason })

/** Keeps the answer for whoever repeats the capture's request. */
export async function answerCapture(
  db: Db,
  { company_id, debit_id }: Capture,
  status: number,
  text: string,
): Promise<void> {
  await db.run(sql`
    update idempotency_keys set status = ${status}, body = ${text}
    where company_id = ${company_id} and operation_id = ${debit_id} and status is null`)
}
