/** Choosing and filling in texts; the texts themselves are in `texts.ts`. It runs in the browser and on the server. */

/**
 * What the cardholder is told of a decline. Kept few: an issuer's exact reason (lost, stolen, suspected fraud) is not for
 * the page, where it would teach a thief and shame an honest person.
 */
export type DeclineText =
  | 'declined'
  | 'insufficient_funds'
  | 'expired_card'
  | 'incorrect_cvc'
  | 'incorrect_postal_code'
  | 'incorrect_number'
  | 'unsupported'
  | 'later'

const declineTexts: Readonly<Record<string, DeclineText>> = {
  insufficient_funds: 'insufficient_funds',
  exceeds_limit: 'insufficient_funds',
  expired_card: 'expired_card',
  incorrect_cvc: 'incorrect_cvc',
  incorrect_postal_code: 'incorrect_postal_code',
  invalid_card_number: 'incorrect_number',
  issuer_not_found: 'incorrect_number',
  no_such_account: 'incorrect_number',
  card_not_supported: 'unsupported',
  transaction_not_permitted: 'unsupported',
  issuer_unavailable: 'later',
  network_error: 'later',
  network_timeout: 'later',
  processing_error: 'later',
}

/** The text for a `fail_reason`. What it does not know, it calls declined and says no more. */
export const declineText = (failReason: string | undefined): DeclineText =>
  failReason !== undefined && Object.hasOwn(declineTexts, failReason) ? declineTexts[failReason]! : 'declined'

/** Puts values into the `{…}` of a text. */
export const fill = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (mark, name: string) => values[name] ?? mark)
