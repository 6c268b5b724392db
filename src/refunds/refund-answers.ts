import type { NetworkRefusal } from '../charges/charge-outcome.ts'
import { type UnsentFailReason, unsentProblem } from '../charges/unsent.ts'
import { Problem } from '../ground/errors.ts'
import { type FailReason, meaningOf } from '../ground/fail-reasons.ts'
import type { ClientAnswer } from '../http/stored-answer.ts'
import { type RefundRow, showRefund } from './refund.ts'

type RefundKey = Pick<RefundRow, 'refund_id' | 'debit_id'>

/**
 * What came of a refund. `refunded`: the network has done it. `under_way`: by bank, or nobody knows yet and
 * it is being reversed. `reversed`: it was, because nobody knew, so nothing went back; `stands`: a person
 * learned that the charge could not be reversed for it. `unsent`: nothing left for the network.
 */
export type RefundOutcome =
  | { outcome: 'refunded' | 'under_way'; refund: RefundRow }
  | ({ outcome: 'declined'; refund: RefundKey } & NetworkRefusal)
  | { outcome: 'unsent'; refund: RefundKey; fail_reason: UnsentFailReason }
  | { outcome: 'reversed' | 'stands'; refund: RefundKey }

/** What the client is told of a refund, now or when it repeats the request. */
export function answerRefund(outcome: RefundOutcome): ClientAnswer {
  switch (outcome.outcome) {
    case 'refunded':
      return { body: showRefund(outcome.refund) }
    case 'under_way':
      return { status: 202, body: showRefund(outcome.refund) }
    case 'declined':
      return new Problem(
        'card_declined',
        `${meaningOf(outcome.fail_reason)} It takes no refund; refund to a bank account (to_bank_account).`,
        {
          members: {
            ...membersOf(outcome.refund, outcome.fail_reason),
            network_code: outcome.response_code,
            retry: outcome.retry,
          },
        },
      )
    case 'unsent':
      return unsentProblem(outcome.fail_reason, unsentWords, membersOf(outcome.refund, outcome.fail_reason))
    case 'reversed':
      return new Problem(
        'network_timeout',
        'The network did not answer, so the refund was reversed: nothing went back. Refund again with a new key.',
        { members: membersOf(outcome.refund, 'network_timeout') },
      )
    case 'stands':
      return new Problem('wrong_state', 'The charge could not be reversed and stands. Refund it again.', {
        members: membersOf(outcome.refund, 'not_reversed'),
      })
  }
}

const membersOf = ({ refund_id, debit_id }: RefundKey, fail_reason: FailReason) => ({
  refund_id,
  debit_id,
  state: 'failed',
  fail_reason,
})

const unsentWords: Record<UnsentFailReason, string> = {
  card_deleted: 'The card was deleted; refund to a bank account (to_bank_account).',
  card_unreadable:
    'This card cannot be opened by the vault, so nothing went back. Tell the operator, or refund to a bank account (to_bank_account).',
  vault_unavailable:
    'The vault or its database did not answer in time, and nothing was sent or given back. Try again.',
  network_unavailable: 'The refund was not sent to the card network, so nothing went back. Try again.',
}
