import { outlast } from '../db/outlast.ts'
import { type ChargeState, findDebit, showCharge } from '../debits/debit.ts'
import type { Problem } from '../ground/errors.ts'
import type { Currency } from '../ground/money.ts'
import type { CardOutcome } from '../ground/vault-protocol.ts'
import type { Answer } from '../http/endpoint.ts'
import { firstAnswer, stillRunning } from '../http/idempotency.ts'
import { noLabels } from '../http/metadata.ts'
import { problemBody } from '../http/problem.ts'
import { type Timing, timed } from '../http/timing.ts'
import type { Context } from '../process/context.ts'
import { declined, refused, unsent } from './charge-problems.ts'
import { chargeStatementsOf } from './charge-statements.ts'
import { recordAuthorization } from './record-authorization.ts'
import type { AttemptOutcome } from './record-outcomes.ts'
import type { ChargeRequest, ChargeRequested } from './request-charges.ts'
import { doubtAgain, networkTimeout, reverseAttempt } from './reverse-attempt.ts'

/** Who charges, beside the charge itself. */
export type Charging = { companyName: string; requestId: string; timing: Timing }

/**
 * A charge or an authorization: intent durable, then the network, then the outcome durable; no transaction is held across the network call.
 * Whatever dies in between leaves an attempt from which the worker goes on. Throws the Problem that the client is told.
 */
export async function charge(context: Context, charge: ChargeRequest, by: Charging): Promise<Answer> {
  const { vault, metrics } = context
  const begunAt = performance.now()
  const requested = await timed(by.timing, 'dbMs', chargeStatementsOf(context).request(charge))
  if (requested.verdict !== 'started') return answerWithoutCharging(context, charge, requested)

  const begun: Begun = { ...charge, currency: requested.currency }
  const outcome = await timed(
    by.timing,
    'networkMs',
    vault.charge(networkRequest(begun, requested, by.companyName), begunAt),
  )
  metrics.charges.inc({ outcome: outcome.outcome })
  const problem = problemOf(outcome, charge.debitId)
  const recorded = await timed(
    by.timing,
    'dbMs',
    record(context, begun, outcome, outcomeOf(begun, outcome, problem, by.requestId)),
  )
  if (!recorded) return answerFromState(context, begun, outcome)
  if (problem) throw problem
  if (outcome.outcome === 'approved') return { body: show(begun, approvedState(charge)) }

  const attempt = doubtful(charge, requested)
  const reversed = await timed(by.timing, 'networkMs', reverseAttempt(context, attempt, by.requestId))
  if (reversed === 'acknowledged') throw networkTimeout(charge.debitId)
  return { status: 202, body: show(begun, 'requested') }
}

/** A charge that is durable: its account has said the currency. */
type Begun = ChargeRequest & { currency: Currency }
type Started = Extract<ChargeRequested, { verdict: 'started' }>

/** Refused, or a repeat of a request that was made before: that one's answer comes first, whatever is true by now. */
async function answerWithoutCharging(
  { db }: Context,
  charge: ChargeRequest,
  requested: ChargeRequested,
): Promise<Answer> {
  const replay = charge.idempotencyKey && (await firstAnswer(db, charge.idempotencyKey))
  if (replay) return { replay }
  throw requested.verdict === 'refused' ? refused(requested, charge) : stillRunning()
}

const kindOf = ({ kind = 'charge' }: ChargeRequest) => kind
const approvedState = (charge: ChargeRequest) =>
  kindOf(charge) === 'authorization' ? 'preauthorized' : 'paid'

const show = (charge: Begun, state: ChargeState) =>
  showCharge(
    {
      debit_id: charge.debitId,
      amount: charge.amount,
      currency: charge.currency,
      statement: charge.statement,
      note: charge.note,
      to_bank_account_id: charge.toBankAccountId,
      contact_id: charge.contactId,
      from_credit_card_id: charge.creditCardId,
      ...(charge.labels ?? noLabels),
    },
    state,
  )

const networkRequest = (charge: ChargeRequest, started: Started, companyName: string) => ({
  company_id: charge.companyId,
  card_id: charge.creditCardId,
  kind: kindOf(charge),
  stan: started.stan,
  rrn: started.rrn,
  transmitted_at: started.transmitted_at.toISOString(),
  amount: charge.amount.toString(),
  currency: started.currency,
  statement: charge.statement,
  company_name: companyName,
})

const doubtful = (charge: ChargeRequest, { stan, rrn, transmitted_at, currency }: Started) => ({
  kind: kindOf(charge),
  company_id: charge.companyId,
  attempt_id: charge.attemptId,
  debit_id: charge.debitId,
  credit_card_id: charge.creditCardId,
  amount: charge.amount,
  currency,
  stan,
  rrn,
  transmitted_at,
  reversals_sent: 0,
  refund_id: null,
})

function problemOf(outcome: CardOutcome, debitId: string): Problem | null {
  if (outcome.outcome === 'declined') return declined(debitId, outcome)
  if (outcome.outcome === 'unsent') return unsent(debitId, outcome.reason)
  return null
}

const moveOf = { approved: 'approve', declined: 'decline', unsent: 'abandon', unknown: 'doubt' } as const

function outcomeOf(
  charge: Begun,
  outcome: CardOutcome,
  problem: Problem | null,
  requestId: string,
): AttemptOutcome {
  const answer = problem
    ? { status: problem.status, text: JSON.stringify(problemBody(problem, requestId)) }
    : { status: 200, text: JSON.stringify(show(charge, approvedState(charge))) }
  return {
    companyId: charge.companyId,
    debitId: charge.debitId,
    attemptId: charge.attemptId,
    move: moveOf[outcome.outcome],
    responseCode: 'response_code' in outcome ? outcome.response_code : null,
    authorizationCode: outcome.outcome === 'approved' ? outcome.authorization_code : null,
    failReason: problem?.members.fail_reason ?? null,
    answer: outcome.outcome === 'unknown' ? null : answer,
  }
}

/** The network has answered, so a database that is away for a moment must not turn the answer into a guess. */
async function record(
  context: Context,
  charge: ChargeRequest,
  outcome: CardOutcome,
  recorded: AttemptOutcome,
): Promise<boolean> {
  const work = () =>
    outcome.outcome === 'approved' && kindOf(charge) === 'authorization'
      ? recordAuthorization(context.db, {
          ...recorded,
          responseCode: outcome.response_code,
          authorizationCode: outcome.authorization_code,
          answer: recorded.answer!,
        })
      : chargeStatementsOf(context).record(recorded)
  const warn = (err: unknown) =>
    context.log.warn({ debitId: charge.debitId, err }, 'the outcome of a charge could not be recorded yet')
  return (await outlast(work, warn)) ?? false
}

/** The outcome could not be recorded now, or already was: the attempt has moved on, so its state says what is true. */
async function answerFromState(context: Context, charge: Begun, outcome: CardOutcome): Promise<Answer> {
  const { db, companyId, debitId, attemptId } = { ...context, ...charge }
  if (outcome.outcome === 'approved')
    await doubtAgain(db, companyId, debitId, attemptId).catch(() => undefined)
  const debit = await findDebit(db, companyId, debitId).catch(() => null)
  if (debit?.state === approvedState(charge)) return { body: show(charge, debit.state) }
  if (debit?.fail_reason === 'network_timeout') throw networkTimeout(debitId)
  return { status: 202, body: show(charge, 'requested') }
}
