import { otherCurrency } from '../bank-accounts/movable-account.ts'
import { cardOnFileDisabled, noCreditCard } from '../cards/credit-card.ts'
import { dayLimitExceeded, transactionLimitExceeded } from '../companies/within-limit.ts'
import { Problem } from '../ground/errors.ts'
import { meaningOf, type Retry } from '../ground/fail-reasons.ts'
import type { CardOutcome } from '../ground/vault-protocol.ts'
import type { ChargeRequest, ChargeRequested } from './request-charges.ts'
import { unsentFailReason } from './unsent.ts'

type Refused = Extract<ChargeRequested, { verdict: 'refused' }>

/** Why a charge was not begun, as the client is told. Nothing was stored. */
export function refused({ refusal, limits, currency }: Refused, charge: ChargeRequest): Problem {
  switch (refusal) {
    case 'card_on_file_disabled':
      return cardOnFileDisabled()
    case 'no_contact':
    case 'no_card':
      return noCreditCard(charge.contactId, charge.creditCardId)
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

const advice: Record<Retry, string> = {
  never: 'Do not try this card again; ask for another one.',
  later: 'The same charge may pass later; use a new Idempotency-Key.',
  after_fix:
    'Ask the cardholder to correct the card or to talk to the bank, then charge again with a new Idempotency-Key.',
}

export type Declined = Extract<CardOutcome, { outcome: 'declined' }>

export const declined = (debitId: string, { fail_reason, response_code, retry }: Declined) =>
  new Problem('card_declined', `${meaningOf(fail_reason)} ${advice[retry]}`, {
    members: {
      debit_id: debitId,
      transaction_state: 'failed',
      fail_reason,
      network_code: response_code,
      retry,
    },
  })

/** Nothing has left for the network. What no repeat mends is not told as an outage. */
export function unsent(debitId: string, reason: string): Problem {
  const members = { debit_id: debitId, transaction_state: 'failed', fail_reason: unsentFailReason(reason) }
  if (reason === 'card_shredded')
    return new Problem('wrong_state', 'The card was deleted meanwhile, so nothing was taken.', { members })
  if (reason === 'card_unreadable')
    return new Problem(
      'service_unavailable',
      'This card cannot be opened by the vault, so nothing was taken. Tell the operator, and use another card.',
      { members },
    )
  if (members.fail_reason === 'vault_unavailable')
    return new Problem(
      'service_unavailable',
      'The vault or its database did not answer in time, and nothing was sent or taken. Try again.',
      { members, headers: { 'retry-after': '2' } },
    )
  return new Problem(
    'network_unavailable',
    'The charge was not sent to the card network, so nothing was taken. Try again.',
    { members, headers: { 'retry-after': '2' } },
  )
}
