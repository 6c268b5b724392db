import { doubtAgain } from '../charges/reverse-attempt.ts'
import { unsentFailReason } from '../charges/unsent.ts'
import { outlast } from '../db/outlast.ts'
import { type Db, sql } from '../db/sql.ts'
import { Problem } from '../ground/errors.ts'
import { meaningOf } from '../ground/fail-reasons.ts'
import type { CardOutcome } from '../ground/vault-protocol.ts'
import type { StoredAnswer } from '../http/idempotency.ts'
import { problemBody } from '../http/problem.ts'
import type { Context } from '../process/context.ts'
import { answerRefund, endRefund, type RefundEnd } from './end-refund.ts'
import { type RefundRow, showRefund } from './refund.ts'
import type { RefundRequested } from './request-refund.ts'

/** Who refunds, and since when (`performance.now()` before the refund was made durable). */
export type Refunding = { companyName: string; requestId: string; begunAt: number; reversalDueMs: number }

/** `doubtful`: it is to be reversed. `lost`: the worker was first, or the database stays away: the refund's state says what is true. */
export type RefundSent =
  | { outcome: 'ended'; refund: RefundRow }
  | { outcome: 'problem'; problem: Problem }
  | { outcome: 'doubtful' }
  | { outcome: 'lost' }

/**
 * Asks the network to credit the card (0200, processing code 20) and records what it answers, with the answer for the idempotency key. No
 * transaction is held meanwhile. An unknown outcome is never repeated, but reversed by its own reference: ADR 9.
 */
export async function sendRefund(
  context: Context,
  { refund, attempt, statement }: RefundRequested,
  { companyName, requestId, begunAt, reversalDueMs }: Refunding,
): Promise<RefundSent> {
  const { company_id, debit_id, attempt_id, stan, rrn, currency } = attempt
  const outcome = await context.vault.charge(
    {
      ...{ kind: 'refund', company_id, card_id: attempt.credit_card_id, stan, rrn, currency, statement },
      transmitted_at: attempt.transmitted_at.toISOString(),
      amount: attempt.amount.toString(),
      company_name: companyName,
    },
    begunAt,
  )
  context.metrics.refunds.inc({ outcome: outcome.outcome })
  const record = () =>
    context.db.transaction(async (db): Promise<RefundSent> => {
      if (outcome.outcome === 'unknown') return doubt(db, refund, reversalDueMs)
      const ended = await endRefund(db, { ...refund, attempt_id, ...endOf(outcome) })
      if (!ended) return { outcome: 'lost' }
      const problem = problemOf(outcome, ended)
      if (outcome.outcome === 'unsent') await releaseKey(db, refund)
      else await answerRefund(db, ended, answerOf(ended, problem, requestId))
      return problem ? { outcome: 'problem', problem } : { outcome: 'ended', refund: ended }
    })
  const warn = (err: unknown) =>
    context.log.warn({ refundId: refund.refund_id, err }, 'the outcome of a refund could not be recorded yet')
  const sent = (await outlast(record, warn)) ?? { outcome: 'lost' }
  // Given up and reversed by the worker meanwhile: an approval that comes after that is taken back as well.
  if (sent.outcome === 'lost' && outcome.outcome === 'approved')
    await doubtAgain(context.db, company_id, debit_id, attempt_id).catch(() => undefined)
  return sent
}

type Known = Exclude<CardOutcome, { outcome: 'unknown' }>

function endOf(outcome: Known): Pick<RefundEnd, 'move' | 'attempt' | 'failReason'> {
  const from = 'sent'
  switch (outcome.outcome) {
    case 'approved': {
      const { response_code: responseCode, authorization_code: authorizationCode } = outcome
      return { move: 'approve', attempt: { from, to: 'approved', responseCode, authorizationCode } }
    }
    case 'declined': {
      const attempt = { from, to: 'declined', responseCode: outcome.response_code } as const
      return { move: 'fail', attempt, failReason: outcome.fail_reason }
    }
    case 'unsent':
      return { move: 'fail', attempt: { from, to: 'unsent' }, failReason: unsentFailReason(outcome.reason) }
  }
}

function problemOf(outcome: Known, { refund_id, debit_id, fail_reason }: RefundRow): Problem | null {
  const members = { refund_id, debit_id, state: 'failed', fail_reason }
  if (outcome.outcome === 'declined')
    return new Problem(
      'card_declined',
      `${meaningOf(outcome.fail_reason)} It takes no refund; refund to a bank account (to_bank_account).`,
      {
        members: { ...members, network_code: outcome.response_code, retry: outcome.retry },
      },
    )
  if (outcome.outcome === 'approved') return null
  if (fail_reason === 'card_deleted')
    return new Problem('wrong_state', 'The card was deleted; refund to a bank account (to_bank_account).', {
      members,
    })
  if (fail_reason === 'card_unreadable')
    return new Problem(
      'service_unavailable',
      'This card cannot be opened by the vault, so nothing went back. Tell the operator, or refund to a bank account (to_bank_account).',
      { members },
    )
  if (fail_reason === 'vault_unavailable')
    return new Problem(
      'service_unavailable',
      'The vault or its database did not answer in time, and nothing was sent or given back. Try again.',
      { members, headers: { 'retry-after': '2' } },
    )
  return new Problem(
    'network_unavailable',
    'The refund was not sent to the card network, so nothing went back. Try again.',
    { members, headers: { 'retry-after': '2' } },
  )
}

const answerOf = (refund: RefundRow, problem: Problem | null, requestId: string): StoredAnswer =>
  problem
    ? { status: problem.status, text: JSON.stringify(problemBody(problem, requestId)) }
    : { status: 200, text: JSON.stringify(showRefund(refund)) }

async function doubt(db: Db, { company_id, debit_id, refund_id }: RefundRow, reversalDueMs: number) {
  const doubted = await db.run(sql`
    update attempts set state = 'reversing', reversals_sent = 1, updated_at = jetpay_now(),
      reversal_due_at = jetpay_now() + make_interval(secs => ${reversalDueMs / 1000})
    where company_id = ${company_id} and debit_id = ${debit_id} and attempt_id = ${refund_id} and state = 'sent'`)
  return { outcome: doubted === 1 ? 'doubtful' : 'lost' } as const
}

/** Nothing happened, so the same request may try again. */
const releaseKey = (db: Db, { company_id, refund_id }: RefundRow) =>
  db.run(sql`
    delete from idempotency_keys
    where company_id = ${company_id} and operation_id = ${refund_id} and status is null`)
