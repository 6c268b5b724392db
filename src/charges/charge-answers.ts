import { otherCurrency } from '../bank-accounts/movable-account.ts'
import { cardOnFileDisabled, noCreditCard } from '../cards/credit-card.ts'
import { dayLimitExceeded, transactionLimitExceeded } from '../companies/within-limit.ts'
import { showCharge } from '../debits/debit.ts'
import { Problem } from '../ground/errors.ts'
import { type FailReason, meaningOf, type Retry } from '../ground/fail-reasons.ts'
import { adviceOf, RETRY_RULES } from '../ground/retry-advice.ts'
import type { ClientAnswer } from '../http/stored-answer.ts'
import type { ChargeEnd, ChargeRefused, NetworkRefusal, Rest } from './charge-outcome.ts'
import { type UnsentFailReason, unsentProblem } from './unsent.ts'

/** What the client is told of a charge or an authorization, now or when it repeats the request. */
export function answerCharge(outcome: ChargeEnd | ChargeRefused): ClientAnswer {
  switch (outcome.outcome) {
    case 'paid':
    case 'preauthorized':
      return { body: showCharge(outcome.debit, outcome.outcome) }
    case 'unknown':
      return { status: 202, body: showCharge(outcome.debit, 'requested') }
    case 'declined':
      return declined(outcome.debitId, outcome)
    case 'unsent':
      return unsentProblem(
        outcome.fail_reason,
        unsentWords,
        failedMembers(outcome.debitId, outcome.fail_reason),
      )
    case 'reversed':
      return reversed(outcome.debitId)
    case 'refused':
      return refused(outcome)
  }
}

/** Why a charge was not begun. Nothing was stored. */
function refused({ refusal, limits, currency, request, before, rest }: ChargeRefused): Problem {
  switch (refusal) {
    case 'charged_before_restore':
      // Of the problems the one that no key keeps: the same request may pass once the lost one is settled.
      return new Problem(
        'idempotency_in_progress',
        `A charge of this amount on such a card was made at ${before?.happened_at.toISOString()}, the network’s reference ${before?.reference}: a restore of the database has lost what became of it, and this may be its repeat. Nothing was charged. The operator of this installation settles it; then the same request has an answer.`,
        { headers: { 'retry-after': '300' } },
      )
    case 'card_on_file_disabled':
      return cardOnFileDisabled()
    case 'no_contact':
    case 'no_card':
      return noCreditCard(request.contactId, request.creditCardId)
    case 'no_bank_account':
      return new Problem('validation_failed', 'Correct these fields: to_bank_account_id.', {
        errors: [
          {
            path: 'to_bank_account_id',
            message: 'is not a bank account of your company; see GET /bank_account',
          },
        ],
      })
    case 'other_currency':
      return otherCurrency(currency)
    case 'limit_exceeded':
      return transactionLimitExceeded(currency, limits.most!)
    case 'day_limit_exceeded':
      return dayLimitExceeded('debits', currency, limits.per_day!, limits.used!)
    case 'card_rests':
      return rests(rest)
    case 'card_pending':
      return new Problem(
        'wrong_state',
        'The card is still pending: wait for contacts.credit_cards.tokenized.',
      )
    case 'card_single_use':
      return new Problem('wrong_state', 'The card was entered for one debit and can pay nothing else.')
    default:
      return new Problem(
        'wrong_state',
        `The card is ${refusal.slice('card_'.length)}; use another card of the contact.`,
      )
  }
}

/** The schemes' rules forbid it: nothing was sent, and nothing is billed. */
function rests(rest: Rest | undefined): Problem {
  // Over by the time that it was looked at.
  if (!rest) return new Problem('retry_not_allowed', 'The card could be charged again just now; try again.')
  const { until, fail_reason, network_code } = rest
  const what = meaningOf(fail_reason)
  const then =
    until === null
      ? 'Its card network forbids another try; ask for another card.'
      : `Its card network forbids another try before ${until.toISOString()}.`
  return new Problem('retry_not_allowed', `${what} ${then}`, {
    members: {
      fail_reason,
      network_code,
      retry: until === null ? 'never' : 'later',
      retry_after: until?.toISOString() ?? null,
      retry_rules: RETRY_RULES,
    },
  })
}

const advice: Record<Retry, string> = {
  never: 'Do not try this card again; ask for another one.',
  later: 'The same charge may pass later; use a new Idempotency-Key.',
  after_fix:
    'Ask the cardholder to correct the card or to talk to the bank, then charge again with a new Idempotency-Key.',
}

const declined = (debitId: string, refusal: NetworkRefusal) =>
  new Problem('card_declined', `${meaningOf(refusal.fail_reason)} ${advice[refusal.retry]}`, {
    members: refusedMembers(debitId, refusal),
  })

/** What a Problem names where the debit has failed. */
export const failedMembers = (debitId: string, fail_reason: FailReason) => ({
  debit_id: debitId,
  transaction_state: 'failed',
  fail_reason,
})
/** The same with what the network said. */
export const refusedMembers = (
  debitId: string,
  { fail_reason, response_code, retry, advice_code }: NetworkRefusal,
) => {
  const hours = adviceOf(advice_code)?.waitHours
  return {
    ...failedMembers(debitId, fail_reason),
    network_code: response_code,
    retry,
    ...(advice_code && { advice_code }),
    ...(hours && { retry_after_hours: hours }),
  }
}

/** It was reversed because its outcome stayed unknown: now it is safe to say that it failed. */
const reversed = (debitId: string) =>
  new Problem(
    'network_timeout',
    'The network did not answer, so the charge was reversed: nothing was taken. Charge again with a new key.',
    { members: failedMembers(debitId, 'network_timeout') },
  )

const unsentWords: Record<UnsentFailReason, string> = {
  card_deleted: 'The card was deleted meanwhile, so nothing was taken.',
  card_unreadable:
    'This card cannot be opened by the vault, so nothing was taken. Tell the operator, and use another card.',
  vault_unavailable:
    'The vault or its database did not answer in time, and nothing was sent or taken. Try again.',
  network_unavailable: 'The charge was not sent to the card network, so nothing was taken. Try again.',
}
