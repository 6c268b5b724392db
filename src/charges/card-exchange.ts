/**
 * The exchange with the card network, once for whatever moves money by card: the attempt is durable, the
 * network is asked, what it says is recorded, and what nobody knows is reversed. No transaction is held while
 * it is asked. Whatever dies in between leaves an attempt from which the worker goes on
 * (reverse-attempts.ts). What becomes of an attempt is told to its subject.
 */

import { outlast } from '../db/outlast.ts'
import { type Db, isUnavailable } from '../db/sql.ts'
import type { TraceSpan } from '../ground/traces.ts'
import {
  type Asked,
  type CardOutcome,
  type CredentialUse,
  OTHER_ACCEPTOR,
  type ReversalOutcome,
} from '../ground/vault-protocol.ts'
import { type Timing, timed } from '../http/timing.ts'
import type { Acceptors } from '../process/acceptors.ts'
import type { Context } from '../process/context.ts'
import { type Attempt, type AttemptMove, moveAttempt, uncountReversal } from './attempt.ts'
import { tellContradiction } from './contradiction.ts'
import { referenceOf } from './network-reference.ts'
import { type UnsentFailReason, unsentFailReason } from './unsent.ts'

/**
 * The worker leaves a doubtful attempt to the request that holds it for this long beyond one reversal's own
 * wait.
 */
const REVERSAL_GRACE_MS = 2_000
/** When the worker joins in where the request that holds an attempt is to reverse it first. */
export const reversalDueMs = ({ config }: Pick<Context, 'config'>) =>
  config.reversalTimeoutMs + REVERSAL_GRACE_MS

/**
 * What the network has said of an attempt. `unsent`: nothing left for it, so nothing happened, and why.
 * `unknown`: it may have.
 */
export type NetworkSaid =
  | Extract<CardOutcome, { outcome: 'approved' | 'declined' }>
  | { outcome: 'unsent'; fail_reason: UnsentFailReason }
  | { outcome: 'unknown' }

/** The attempt's move by what the network said. */
export const moveSaid = {
  approved: 'approve',
  declined: 'decline',
  unsent: 'abandon',
  unknown: 'doubt',
} as const satisfies Record<NetworkSaid['outcome'], AttemptMove>

/** The network's codes in it. */
export const codesSaid = (said: NetworkSaid) => ({
  responseCode: 'response_code' in said ? said.response_code : null,
  authorizationCode: 'authorization_code' in said ? said.authorization_code : null,
})

/**
 * What the exchange came to. `reversed`: nobody knew, and the network has acknowledged the reversal, so
 * nothing happened. `unknown`: the worker goes on reversing it. `overtaken`: somebody else has recorded it,
 * or the database stays away: its subject's state says what is true.
 */
export type Exchanged =
  | Exclude<NetworkSaid, { outcome: 'unknown' }>
  | { outcome: 'reversed' }
  | { outcome: 'unknown' }
  | { outcome: 'overtaken' }

/**
 * Whose money an attempt moves. Each function makes the attempt's own move (attempt.ts) and all that follows
 * of it in one statement, or in the caller's transaction, so exactly once: where the attempt is in no state
 * that the move leaves nothing is changed.
 */
export type AttemptSubject = {
  /**
   * The network has acknowledged its reversal, or a person learned that it was never taken: it did not
   * happen.
   */
  reversed(db: Db, attempt: Attempt): Promise<void>
  /**
   * A person learned that what was asked for stands, and no reversal reached the network. OperatorError where
   * that cannot be.
   */
  stands(db: Db, attempt: Attempt): Promise<void>
}
export type SubjectKind = 'debit' | 'hold' | 'refund'
export type AttemptSubjects = Record<SubjectKind, AttemptSubject>

/** Whose it is: of a refund also the attempt of a charge which is reversed for it. */
export function subjectKindOf({ kind, refund_id }: Pick<Attempt, 'kind' | 'refund_id'>): SubjectKind {
  if (refund_id !== null || kind === 'refund') return 'refund'
  return kind === 'authorization' ? 'hold' : 'debit'
}

/**
 * An attempt that is durable, with what else its message says. `begunAt`: `performance.now()` before it was
 * made durable.
 */
export type Sending = {
  attempt: Attempt
  statement: string
  companyName: string
  /** How the stored credential is used; null of money back to the card. */
  use: CredentialUse | null
  begunAt: number
  timing?: Timing | undefined
}

/**
 * Asks the network once and sees the attempt to its end, or to where the worker goes on. `record` makes what
 * the network said durable (unknown: the attempt is `reversing`, first by us); false where the attempt had
 * moved on. It must be safe to run twice.
 */
export async function exchange(
  context: Context,
  { attempt, statement, companyName, use, begunAt, timing }: Sending,
  subject: AttemptSubject,
  record: (said: NetworkSaid) => Promise<boolean>,
): Promise<Exchanged> {
  const span = timing?.span?.child('vault question', 'client')
  const asked = context.vault.charge(
    { ...(await questionOf(context, attempt, span)), statement, company_name: companyName, use },
    begunAt,
  )
  const said = toSaid(await timed(timing, 'networkMs', asked))
  span?.end({ 'jetpay.outcome': said.outcome })
  const metric = attempt.kind === 'refund' ? context.metrics.refunds : context.metrics.charges
  metric.inc({ outcome: said.outcome })
  const recorded = await timed(
    timing,
    'dbMs',
    insist(context, attempt, () => record(said)),
    'statement 2: record outcome',
  )
  if (!recorded) {
    // Given up and reversed by the worker meanwhile: an approval that comes after that is taken back as well.
    if (said.outcome === 'approved')
      await moveAttempt(context.db, attempt, 'doubt_again').catch(() => undefined)
    return { outcome: 'overtaken' }
  }
  if (said.outcome !== 'unknown') return said
  const reversal = timing?.span?.child('vault reversal', 'client')
  const reversed = await timed(timing, 'networkMs', reverseAttempt(context, subject, attempt, reversal))
  reversal?.end({ 'jetpay.outcome': reversed })
  return { outcome: reversed === 'acknowledged' ? 'reversed' : 'unknown' }
}

const toSaid = (outcome: CardOutcome): NetworkSaid => {
  if (outcome.outcome === 'unsent')
    return { outcome: 'unsent', fail_reason: unsentFailReason(outcome.reason) }
  return outcome.outcome === 'unknown' ? { outcome: 'unknown' } : outcome
}

/**
 * The network has answered, so a database that is away for a moment must not turn the answer into a guess.
 * Undefined where it stays away.
 */
export const insist = <T>(
  { log }: Context,
  { debit_id, attempt_id, request_id }: Pick<Attempt, 'debit_id' | 'attempt_id' | 'request_id'>,
  record: () => Promise<T>,
): Promise<T | undefined> =>
  outlast(record, {
    onUnavailable: (err) =>
      log.warn(
        { debitId: debit_id, attemptId: attempt_id, requestId: request_id, err },
        'what the network said could not be recorded yet',
      ),
  }).catch((error) => {
    if (!isUnavailable(error)) throw error
    return undefined
  })

/**
 * Sends one reversal and, once the network acknowledges it, tells the subject. If it is not acknowledged it
 * is to be repeated, and nothing is guessed; one that did not even leave (`unsent`) is not counted. The
 * caller has counted it.
 */
export async function reverseAttempt(
  context: Context,
  subject: AttemptSubject,
  attempt: Attempt,
  span?: TraceSpan,
): Promise<ReversalOutcome['outcome'] | typeof OTHER_ACCEPTOR> {
  const said = await context.vault.reverse({
    ...(await questionOf(context, attempt, span)),
    repeat: attempt.reversals_sent > 0,
  })
  const { outcome } = said
  context.metrics.reversals.inc({ outcome })
  if (outcome === 'unsent') await uncountReversal(context.db, attempt)
  if (outcome !== 'acknowledged') return said.reason === OTHER_ACCEPTOR ? OTHER_ACCEPTOR : outcome
  await context.db.transaction((db) => subject.reversed(db, attempt))
  await tellContradiction(context.db, context.log, attempt, 'it reversed it')
  return outcome
}

/** As whom a question about an attempt is to go out. */
export async function namedIn(acceptors: Acceptors, { acceptor }: Pick<Attempt, 'acceptor'>) {
  const named = await acceptors.named(acceptor)
  return named && { acceptor: named }
}

/**
 * What a question to the vault says of an attempt: the card, the network's reference, as whom it goes, and
 * what is asked for; and the span that it is part of.
 */
const questionOf = async ({ acceptors }: Context, attempt: Attempt, span: TraceSpan | undefined) =>
  ({
    kind: attempt.kind,
    company_id: attempt.company_id,
    card_id: attempt.credit_card_id,
    reference: referenceOf(attempt),
    amount: attempt.amount.toString(),
    currency: attempt.currency,
    ...(await namedIn(acceptors, attempt)),
    ...(span && { traceparent: span.traceparent }),
  }) satisfies Partial<Asked<'charge'> & Asked<'reverse'>>
