import { type Db, sql } from '../db/sql.ts'
import { type DebitRow, findDebit } from '../debits/debit.ts'
import { cardDebitsMoved } from '../debits/debit-moves.ts'
import type { CaptureOutcome as NetworkOnCapture } from '../ground/vault-protocol.ts'
import { answerOperation } from '../http/idempotency-key.ts'
import { storedForm } from '../http/stored-answer.ts'
import { type Timing, timed } from '../http/timing.ts'
import type { Context } from '../process/context.ts'
import { attemptsMoved, moveAttempt, oneMove } from './attempt.ts'
import { answerCapture, type CaptureOutcome } from './capture-answers.ts'
import { insist, namedIn } from './card-exchange.ts'
import { tellContradiction } from './contradiction.ts'
import { endHold } from './end-hold.ts'
import { captureReference, referenceOf } from './network-reference.ts'
import type { Capture } from './request-capture.ts'

/**
 * Sends a capture once and records what the network answers, with the debit's event and
 * the answer that waits under its idempotency key. Without an answer nothing changes: it is to be repeated;
 * one that did not even leave is not counted.
 */
export async function sendCapture(
  context: Context,
  capture: Capture,
  timing?: Timing,
): Promise<NetworkOnCapture> {
  const span = timing?.span?.child('vault question', 'client', { 'jetpay.kind': 'capture' })
  const asked = context.vault.capture({
    reference: referenceOf(captureReference(capture)),
    authorization: {
      reference: referenceOf(capture),
      amount: capture.amount_authorized.toString(),
      authorization_code: capture.authorization_code,
    },
    amount: capture.amount.toString(),
    currency: capture.currency,
    ...(await namedIn(context.acceptors, capture)),
    repeat: capture.captures_sent > 1,
    ...(span && { traceparent: span.traceparent }),
  })
  const said = await timed(timing, 'networkMs', asked)
  span?.end({ 'jetpay.outcome': said.outcome })
  context.metrics.captures.inc({ outcome: said.outcome })
  if (said.outcome === 'unsent') await uncountCapture(context.db, capture)
  if (said.outcome !== 'acknowledged' && said.outcome !== 'refused') return said
  const record = () =>
    context.db.transaction(async (db) => {
      if (said.outcome === 'acknowledged') await takeCaptured(db, capture)
      else {
        await refuseCapture(db, capture, { ...said, outcome: 'refused', debitId: capture.debit_id })
        await tellContradiction(db, context.log, capture, 'it does not take the capture')
      }
      return said
    })
  const recorded = await timed(
    timing,
    'dbMs',
    insist(context, capture, record),
    'statement 2: record outcome',
  )
  // Where the database stays away, the repeat hears the same answer once more.
  return recorded ?? { outcome: 'unacknowledged', reason: 'database_away' }
}

const uncountCapture = (db: Db, { company_id, debit_id, captures_sent }: Capture) =>
  db.run(sql`
    update authorizations set captures_sent = ${captures_sent - 1}
    where company_id = ${company_id} and debit_id = ${debit_id} and captures_sent = ${captures_sent}`)

/**
 * The network has taken it: the debit is paid, for what was captured. Safe to run again: only the first run
 * moves anything.
 */
export async function takeCaptured(db: Db, capture: Capture): Promise<void> {
  const { company_id, debit_id, amount } = capture
  await db.run(sql`
    with captured as (${attemptsMoved(oneMove(capture, 'acknowledge', { amount }), { captured: true })}
    ), ended as (
      update authorizations z set due_at = null from captured
      where z.company_id = captured.company_id and z.debit_id = captured.debit_id
    ), ${cardDebitsMoved(sql`(select *, 'capture' as debit_move, null::text as fail_reason from captured)`, {
      set: sql`, amount = asked.captured`,
    })}
    select from moved`)
  // Released by a person, and reversed since: what the network has taken after that is taken back as well.
  await moveAttempt(db, capture, 'doubt_again')
  await keepAnswer(db, capture, { outcome: 'captured', debit: await findDebit(db, company_id, debit_id) })
}

/**
 * The network does not take it: the debit failed; what may still be held is released by the attempt's
 * reversal, which the worker sends.
 */
export async function refuseCapture(
  db: Db,
  capture: Capture,
  outcome: Extract<CaptureOutcome, { outcome: 'refused' } | { outcome: 'released' }>,
): Promise<void> {
  const failReason = outcome.outcome === 'refused' ? outcome.fail_reason : 'network_timeout'
  await endHold(db, capture, { move: 'refuse', failReason })
  await keepAnswer(db, capture, outcome)
}

/** For whoever repeats the capture's request. */
async function keepAnswer(db: Db, capture: Capture, outcome: CaptureOutcome): Promise<void> {
  const { company_id, debit_id, request_id } = capture
  if (request_id === null) return
  const operation = { company_id, operation_id: debit_id }
  await answerOperation(db, operation, storedForm(answerCapture(outcome), request_id))
}

/** What came of it as the debit's state says. */
export function captureOutcomeOf(debit: DebitRow, capture: Capture): CaptureOutcome {
  if (debit.state === 'failed') return { outcome: 'lost', debitId: debit.debit_id }
  return debit.state === 'preauthorized'
    ? { outcome: 'unknown', debit: { ...debit, amount: capture.amount } }
    : { outcome: 'captured', debit }
}
