import { type Attempt, moveAttempt } from '../charges/attempt.ts'
import type { AttemptSubject } from '../charges/card-exchange.ts'
import { OperatorError } from '../ground/errors.ts'
import { endRefund, keepRefundAnswer } from './end-refund.ts'

/** The refund whose end an attempt decides; null where it has ended before. */
const refundOf = ({ company_id, debit_id, attempt_id, refund_id }: Attempt) =>
  refund_id === null ? null : { company_id, debit_id, attempt_id, refund_id }

/**
 * A refund by the card network, of which an attempt decides: a credit of its own, which was reversed because
 * nobody knew its outcome, or the charge itself, which is reversed in its place.
 */
export const cardRefundSubject: AttemptSubject = {
  /** Of the charge: the refund is done. Of the refund: it failed. */
  async reversed(db, attempt) {
    const refund = refundOf(attempt)
    if (!refund) {
      await moveAttempt(db, attempt, 'reverse')
      return
    }
    const { kind, request_id } = attempt
    if (kind === 'refund') {
      const failReason = 'network_timeout'
      await endRefund(db, { ...refund, move: 'fail', attempt: { move: 'reverse' }, failReason })
      return keepRefundAnswer(db, refund, request_id, { outcome: 'reversed', refund })
    }
    const done = await endRefund(db, { ...refund, move: 'void', attempt: { move: 'reverse' } })
    if (done) await keepRefundAnswer(db, refund, request_id, { outcome: 'refunded', refund: done })
  },
  /** What was to be reversed stands: a credit to the card is done, and a charge is not refunded. */
  async stands(db, attempt) {
    const refund = refundOf(attempt)
    if (!refund)
      throw new OperatorError('Its refund has failed already: have the acquirer take the credit back.')
    const { kind, request_id } = attempt
    if (kind === 'refund') {
      const done = await endRefund(db, { ...refund, move: 'approve', attempt: { move: 'confirm' } })
      if (done) await keepRefundAnswer(db, refund, request_id, { outcome: 'refunded', refund: done })
      return
    }
    const failReason = 'not_reversed'
    await endRefund(db, { ...refund, move: 'fail', attempt: { move: 'confirm' }, failReason })
    await keepRefundAnswer(db, refund, request_id, { outcome: 'stands', refund })
  },
}
