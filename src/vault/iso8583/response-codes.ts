import type { FailReason, RetryAdvice } from '../../ground/vault-protocol.ts'

export type Decline = { fail_reason: FailReason; retry: RetryAdvice }

/**
 * ISO 8583:1987 field 39 with the codes that the schemes added. The advice follows the categories of the Visa rules on
 * resubmission: the issuer will never approve; it cannot approve now; the data should be looked at.
 */
const declines = new Map<string, [FailReason, RetryAdvice]>(
  Object.entries({
    '01': ['refer_to_issuer', 'later'],
    '02': ['refer_to_issuer', 'later'],
    '03': ['invalid_merchant', 'never'],
    '04': ['pick_up_card', 'never'],
    '05': ['do_not_honour', 'later'],
    '06': ['processing_error', 'later'],
    '07': ['suspected_fraud', 'never'],
    '12': ['invalid_transaction', 'never'],
    '13': ['invalid_amount', 'after_fix'],
    '14': ['invalid_card_number', 'after_fix'],
    '15': ['issuer_not_found', 'never'],
    '19': ['processing_error', 'later'],
    '30': ['network_error', 'never'],
    '33': ['expired_card', 'never'],
    '34': ['suspected_fraud', 'never'],
    '36': ['restricted_card', 'never'],
    '38': ['pin_tries_exceeded', 'later'],
    '39': ['no_such_account', 'never'],
    '41': ['lost_card', 'never'],
    '43': ['stolen_card', 'never'],
    '46': ['closed_account', 'never'],
    '51': ['insufficient_funds', 'later'],
    '52': ['no_such_account', 'never'],
    '53': ['no_such_account', 'never'],
    '54': ['expired_card', 'after_fix'],
    '55': ['incorrect_pin', 'after_fix'],
    '56': ['no_such_account', 'never'],
    '57': ['card_not_supported', 'never'],
    '58': ['transaction_not_permitted', 'never'],
    '59': ['suspected_fraud', 'never'],
    '61': ['exceeds_limit', 'later'],
    '62': ['restricted_card', 'later'],
    '63': ['security_violation', 'never'],
    '65': ['exceeds_limit', 'later'],
    '1A': ['authentication_required', 'after_fix'],
    '70': ['authentication_required', 'after_fix'],
    '75': ['pin_tries_exceeded', 'later'],
    '78': ['restricted_card', 'later'],
    '82': ['incorrect_cvc', 'after_fix'],
    N7: ['incorrect_cvc', 'after_fix'],
    '91': ['issuer_unavailable', 'later'],
    '92': ['issuer_not_found', 'never'],
    '93': ['restricted_card', 'never'],
    '94': ['duplicate_transmission', 'never'],
    '96': ['network_error', 'later'],
    R0: ['payment_stopped', 'never'],
    R1: ['payment_stopped', 'never'],
    R3: ['payment_stopped', 'never'],
  }),
)

/** 00 approved, 08 honour with identification, 11 approved VIP. */
const approvals = new Set(['00', '08', '11'])

/** Whether field 39 approves the whole amount. */
export const isApproval = (code: string): boolean => approvals.has(code)

/**
 * What a declining field 39 means. A code that the table lacks is an issuer's own "no": all we can say is that the card
 * was declined, and that another time may go better.
 */
export function declineOf(code: string): Decline {
  const [fail_reason, retry] = declines.get(code) ?? ['card_declined', 'later']
  return { fail_reason, retry }
}
