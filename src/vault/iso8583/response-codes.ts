import { type CardFailReason, type Retry, retryOf } from '../../ground/fail-reasons.ts'
import { adviceOf } from '../../ground/retry-advice.ts'

export type Decline = { fail_reason: CardFailReason; retry: Retry; advice_code?: string }

/**
 * ISO 8583:1987 field 39 with the codes that the schemes added. The advice follows the categories of the Visa
 * rules on resubmission: the issuer will never approve; it cannot approve now; the data should be looked at.
 * It is the reason's own but where a code stands here with another.
 */
const declines = new Map<string, CardFailReason | [CardFailReason, Retry]>(
  Object.entries({
    '01': 'refer_to_issuer',
    '02': 'refer_to_issuer',
    '03': 'invalid_merchant',
    '04': 'pick_up_card',
    '05': 'do_not_honour',
    '06': 'processing_error',
    '07': 'suspected_fraud',
    '12': 'invalid_transaction',
    '13': 'invalid_amount',
    '14': 'invalid_card_number',
    '15': 'issuer_not_found',
    '19': 'processing_error',
    '30': ['network_error', 'never'],
    '33': ['expired_card', 'never'],
    '34': 'suspected_fraud',
    '36': 'restricted_card',
    '38': 'pin_tries_exceeded',
    '39': 'no_such_account',
    '41': 'lost_card',
    '43': 'stolen_card',
    '46': 'closed_account',
    '51': 'insufficient_funds',
    '52': 'no_such_account',
    '53': 'no_such_account',
    '54': 'expired_card',
    '55': 'incorrect_pin',
    '56': 'no_such_account',
    '57': 'card_not_supported',
    '58': 'transaction_not_permitted',
    '59': 'suspected_fraud',
    '61': 'exceeds_limit',
    '62': ['restricted_card', 'later'],
    '63': 'security_violation',
    '65': 'exceeds_limit',
    '1A': 'authentication_required',
    '70': 'authentication_required',
    '75': 'pin_tries_exceeded',
    '78': ['restricted_card', 'later'],
    '82': 'incorrect_cvc',
    N7: 'incorrect_cvc',
    '91': 'issuer_unavailable',
    '92': 'issuer_not_found',
    '93': 'restricted_card',
    '94': 'duplicate_transmission',
    '96': 'network_error',
    R0: 'payment_stopped',
    R1: 'payment_stopped',
    R3: 'payment_stopped',
  }),
)

/** Every code that has a meaning of its own here, in order. */
export const listedCodes: readonly string[] = [...declines.keys()].sort()

/** 00 approved, 08 honour with identification, 11 approved VIP. */
const approvals = new Set(['00', '08', '11'])

/** Whether field 39 approves the whole amount. */
export const isApproval = (code: string): boolean => approvals.has(code)

/**
 * What a declining field 39 means. A code that the table lacks is an issuer's own "no": all we can say is
 * that the card was declined, and that another time may go better. `advice` (field 48, element 84) knows
 * better than the code whether to try again.
 */
export function declineOf(code: string, advice?: string): Decline {
  const meant = declines.get(code) ?? 'card_declined'
  const [fail_reason, retry] = typeof meant === 'string' ? [meant, retryOf(meant)] : meant
  return { fail_reason, retry: adviceOf(advice)?.retry ?? retry, ...(advice && { advice_code: advice }) }
}
