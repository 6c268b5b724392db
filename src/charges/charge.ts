import { type ChargedDebit, findDebit } from '../debits/debit.ts'
import { keepTrace } from '../events/transaction-traces.ts'
import { noLabels } from '../http/metadata.ts'
import { storedForm } from '../http/stored-answer.ts'
import { type Timing, timed } from '../http/timing.ts'
import type { Context } from '../process/context.ts'
import type { Attempt } from './attempt.ts'
import {
  type AttemptSubject,
  codesSaid,
  type Exchanged,
  exchange,
  moveSaid,
  type NetworkSaid,
  reversalDueMs,
} from './card-exchange.ts'
import { answerCharge } from './charge-answers.ts'
import type { ChargeEnd, ChargeOutcome } from './charge-outcome.ts'
import { chargeStatementsOf } from './charge-statements.ts'
import { chargedBefore, refusedAsBefore } from './charged-before.ts'
import { byMerchant } from './credential-use.ts'
import { debitSubject, holdSubject } from './debit-subject.ts'
import { findRest, recordDecline } from './note-decline.ts'
import { recordAuthorization } from './record-authorization.ts'
import type { ChargeRequest, ChargeRequested } from './request-charges.ts'

/** Who charges. `timing`: of the request, where it is one. */
export type Charging = { companyName: string; timing?: Timing | undefined }

/** A charge or an authorization of a saved card: intent durable, then the exchange with the network. */
export async function charge(
  context: Context,
  request: ChargeRequest,
  { companyName, timing }: Charging,
): Promise<ChargeOutcome> {
  const before = await chargedBefore(context, request)
  if (before) return refusedAsBefore(request, before)
  const begunAt = performance.now()
  const asked = chargeStatementsOf(context).request(request)
  const requested = await timed(timing, 'dbMs', asked, 'statement 1: request charge')
  if (requested.verdict === 'repeated') return { outcome: 'repeated' }
  if (requested.verdict === 'refused') {
    const rest =
      requested.refusal === 'card_rests'
        ? await findRest(context.db, request.companyId, request.creditCardId)
        : undefined
    return { ...requested, outcome: 'refused', request, rest }
  }
  const charging = chargingOf(request, requested, context.acceptors.own)
  const { attempt, subject } = charging
  const { statement, use = byMerchant } = request
  const sending = { attempt, statement, companyName, use, begunAt, timing }
  const { span } = timing ?? {}
  // Before its events can be delivered.
  const kept = span && keepTrace(context.db, request.companyId, request.debitId, span.traceparent)
  const exchanged = await exchange(context, sending, subject, (said) =>
    kept ? kept.then(() => record(context, charging, said)) : record(context, charging, said),
  )
  return exchanged.outcome === 'overtaken'
    ? outcomeFromState(context, charging)
    : outcomeOf(charging, exchanged)
}

/** A charge that is durable. `done`: what the debit is once the network approves. */
type Durable = {
  attempt: Attempt
  debit: ChargedDebit
  subject: AttemptSubject
  done: 'paid' | 'preauthorized'
  /** The answer's text as the key keeps it: made once, and sent as well. */
  text?: string
}

function chargingOf(
  request: ChargeRequest,
  { verdict: _, currency, ...reference }: Extract<ChargeRequested, { verdict: 'started' }>,
  acceptor: number,
): Durable {
  const { kind = 'charge', companyId, debitId, creditCardId, amount, statement, note } = request
  return {
    attempt: {
      kind,
      company_id: companyId,
      attempt_id: request.attemptId,
      debit_id: debitId,
      credit_card_id: creditCardId,
      amount,
      currency,
      ...reference,
      acceptor,
      reversals_sent: 0,
      refund_id: null,
      request_id: request.idempotencyKey?.requestId ?? null,
    },
    debit: {
      debit_id: debitId,
      amount,
      currency,
      statement,
      note,
      to_bank_account_id: request.toBankAccountId,
      contact_id: request.contactId,
      from_credit_card_id: creditCardId,
      ...(request.use ?? byMerchant),
      ...(request.labels ?? noLabels),
    },
    subject: kind === 'authorization' ? holdSubject : debitSubject,
    done: kind === 'authorization' ? 'preauthorized' : 'paid',
  }
}

function outcomeOf(
  { debit, done, text }: Durable,
  said: Exclude<Exchanged, { outcome: 'overtaken' }>,
): ChargeEnd {
  switch (said.outcome) {
    case 'approved':
      return text === undefined ? { outcome: done, debit } : { outcome: done, debit, text }
    case 'unknown':
      return { outcome: 'unknown', debit }
    default:
      return { ...said, debitId: debit.debit_id }
  }
}

/** By the second statement, with the answer for whoever repeats the request, where it has a key. */
function record(context: Context, charging: Durable, said: NetworkSaid): Promise<boolean> {
  const { request_id, company_id, debit_id, attempt_id } = charging.attempt
  const isKept = request_id !== null && said.outcome !== 'unknown'
  const answer = isKept ? storedForm(answerCharge(outcomeOf(charging, said)), request_id) : null
  if (answer && said.outcome === 'approved') charging.text = answer.text
  const recorded = {
    companyId: company_id,
    debitId: debit_id,
    attemptId: attempt_id,
    move: moveSaid[said.outcome],
    ...codesSaid(said),
    failReason: 'fail_reason' in said ? said.fail_reason : null,
    answer,
  }
  if (said.outcome === 'declined')
    return recordDecline(context.db, charging.attempt, recorded, said, reversalDueMs(context))
  return said.outcome === 'approved' && charging.attempt.kind === 'authorization'
    ? recordAuthorization(context.db, recorded)
    : chargeStatementsOf(context).record(recorded)
}

/**
 * What the network said could not be recorded now, or somebody else had ended the attempt: the debit's state
 * says what is true.
 */
async function outcomeFromState({ db }: Context, { attempt, debit, done }: Durable): Promise<ChargeOutcome> {
  const { company_id, debit_id } = attempt
  const found = await findDebit(db, company_id, debit_id).catch(() => null)
  if (found?.state === done) return { outcome: done, debit }
  if (found?.fail_reason === 'network_timeout') return { outcome: 'reversed', debitId: debit_id }
  return { outcome: 'unknown', debit }
}
