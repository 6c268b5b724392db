/** How the network misbehaves when this card is charged. Each has its counterpart in what real links do. */
export type CardFault =
  /** Captures and never answers. */
  | 'timeout_captured'
  /** The request is lost before it reaches the issuer: no capture, no answer. */
  | 'timeout_not_captured'
  /** Captures and answers "approved" when the client has long given up. */
  | 'late_answer'
  /** Captures and closes the TCP connection in place of an answer. */
  | 'drop_link'
  /** Captures and never answers; the first two reversals are carried out but not acknowledged. */
  | 'reversal_unacknowledged_twice'
  /** Captures and answers with bytes that are no ISO 8583. */
  | 'garbage_answer'
  /** Captures and answers twice. */
  | 'duplicate_answer'
  /** Carries its first two captures of a hold, or reversals, out without acknowledging them. */
  | 'capture_unacknowledged_twice'
  /** Credits a refund and never answers. */
  | 'refund_unanswered'

/** How the network clears a charge of this card wrongly. What it does about it is in `clearing-queue.ts`. */
export type CardClearing =
  /** Not in its first file, but in the one after. */
  | 'late'
  /** In no file. */
  | 'never'
  /**
   * For 1.00 less (a charge of 1.00 or less: for its amount); an adjustment two files later brings the rest.
   */
  | 'short'
  /** Two sales in one file; an adjustment in the next file takes the second back. */
  | 'twice'
  /** A reject in place of a sale. */
  | 'rejected'
  /** A chargeback in the file after its sale. */
  | 'disputed'

/**
 * What has become of the account behind a card. The network says it with the answer that declines a charge,
 * and in a file of account updates (`POST /account_updates`). `to` is a card of this table.
 */
export type CardUpdate = { reason: 'new_number'; to: string } | { reason: 'new_expiry' | 'closed' }

/** The date of each account that has another one. */
export const RENEWED = { expiryMonth: 12, expiryYear: 2049 }

export type TestCard = {
  number: string
  brand: 'visa' | 'mastercard' | 'amex' | 'discover' | 'jcb'
  funding: 'credit' | 'debit' | 'prepaid'
  /** Of its issuer, ISO 3166-1 alpha-2. */
  country: string
  /** What happens, for a reader of the table. */
  behaviour: string
  /** Field 39 when the card is saved (0100 for zero). */
  verification: string
  /** Result of the CVC check: M match, N no match. */
  cvcResult: 'M' | 'N'
  /** Result of the postal code check: Z match, N no match. */
  avsResult: 'Z' | 'N'
  /** Field 39 when the card is charged or authorized. */
  charge: string
  /** Merchant advice code with a declined charge (field 48, element 84). */
  advice: string | null
  /** Field 39 when a refund is sent to the card. */
  refund: string
  fault: CardFault | null
  clearing: CardClearing | null
  update: CardUpdate | null
}

const approves = {
  verification: '00',
  cvcResult: 'M',
  avsResult: 'Z',
  charge: '00',
  advice: null,
  country: 'US',
  refund: '00',
  fault: null,
  clearing: null,
  update: null,
} as const

const approving = (
  number: string,
  brand: TestCard['brand'],
  funding: TestCard['funding'],
  behaviour: string,
): TestCard => ({ number, brand, funding, behaviour, ...approves })

const visa = (number: string, behaviour: string, differs: Partial<TestCard>): TestCard => ({
  ...approving(number, 'visa', 'credit', behaviour),
  ...differs,
})

const declinesAtOnce = (number: string, code: string, what: string): TestCard =>
  visa(number, `declined when it is saved: ${what}`, { verification: code, charge: code, refund: code })

const declinesCharge = (number: string, code: string, what: string): TestCard =>
  visa(number, `can be saved; declined when charged: ${what}`, { charge: code, refund: code })

/** A Mastercard whose decline says when it may be charged again. */
const advises = (number: string, code: string, advice: string, what: string): TestCard => ({
  ...approving(number, 'mastercard', 'credit', `can be saved; declined when charged: ${what}`),
  charge: code,
  advice,
})

/** A Mastercard whose account has changed since it was saved, as a charge of it hears. */
const changed = (
  number: string,
  code: string,
  advice: string,
  update: CardUpdate,
  what: string,
): TestCard => ({
  ...approving(number, 'mastercard', 'credit', `can be saved; declined when charged: ${what}`),
  charge: code,
  advice,
  update,
})

const misbehaves = (number: string, fault: CardFault, what: string): TestCard =>
  visa(number, `can be saved; when charged: ${what}`, { fault })

const clearsWrongly = (number: string, clearing: CardClearing, what: string): TestCard =>
  visa(number, `approved; in the clearing files: ${what}`, { clearing })

/**
 * The cards of the demo network, with numbers that users of other platforms know where there is such a one.
 * Any CVC of the right length, any postal code and any expiry in the future will do. Every other number is
 * declined as invalid (14), and a date in the past as expired (54).
 */
export const testCards: readonly TestCard[] = [
  approving('4242424242424242', 'visa', 'credit', 'approved'),
  approving('4000056655665556', 'visa', 'debit', 'approved (debit card)'),
  { ...approving('4000001240000000', 'visa', 'credit', 'approved (issued in Canada)'), country: 'CA' },
  approving('5555555555554444', 'mastercard', 'credit', 'approved'),
  approving('2223003122003222', 'mastercard', 'credit', 'approved (2-series number)'),
  approving('5200828282828210', 'mastercard', 'debit', 'approved (debit card)'),
  approving('5105105105105100', 'mastercard', 'prepaid', 'approved (prepaid card)'),
  approving('378282246310005', 'amex', 'credit', 'approved (15 digits, CVC of 4)'),
  approving('6011111111111117', 'discover', 'credit', 'approved'),
  approving('3530111333300000', 'jcb', 'credit', 'approved'),

  declinesAtOnce('4000000000000002', '05', 'do_not_honour'),
  declinesAtOnce('4000000000009987', '41', 'lost_card'),
  declinesAtOnce('4000000000009979', '43', 'stolen_card'),
  declinesAtOnce('4000000000000069', '54', 'expired_card'),
  declinesAtOnce('4000000000140006', '14', 'invalid_card_number'),
  declinesAtOnce('4000000000460008', '46', 'closed_account'),
  declinesAtOnce('4000000000570004', '57', 'card_not_supported'),
  declinesAtOnce('4000000000620007', '62', 'restricted_card'),
  visa(
    '4000000000000127',
    'declined when it is saved: incorrect_cvc (approved, but the CVC does not match)',
    {
      cvcResult: 'N',
    },
  ),
  visa('4000000000000036', 'declined when it is saved: incorrect_postal_code (approved, but no match)', {
    avsResult: 'N',
  }),

  declinesCharge('4000000000000341', '05', 'do_not_honour'),
  declinesCharge('4000000000009995', '51', 'insufficient_funds'),
  declinesCharge('4000000000006975', '61', 'exceeds_limit'),
  declinesCharge('4100000000000019', '59', 'suspected_fraud'),
  declinesCharge('4000000000000119', '91', 'issuer_unavailable'),
  declinesCharge('4000000000200412', '41', 'lost_card'),
  declinesCharge('4000000000200438', '43', 'stolen_card'),
  declinesCharge('4000000000200545', '54', 'expired_card'),
  declinesCharge('4000000000200578', '57', 'card_not_supported'),
  declinesCharge('4000000000200628', '62', 'restricted_card'),
  declinesCharge('4000000000200966', '96', 'network_error'),

  advises('5555550000000309', '05', '03', 'do_not_honour, and not to be tried again'),
  advises('5555550000002107', '05', '21', 'do_not_honour, the cardholder has cancelled the payment'),
  advises('5555550000002404', '51', '24', 'insufficient_funds, to be tried again after an hour'),
  advises('5555550000002701', '51', '27', 'insufficient_funds, to be tried again after four days'),

  changed(
    '5555550000930018',
    '14',
    '01',
    { reason: 'new_number', to: '5555550000930026' },
    'invalid_card_number, and the network tells the number that replaces it (ends in 0026)',
  ),
  approving('5555550000930026', 'mastercard', 'credit', 'approved (replaces the one that ends in 0018)'),
  changed(
    '5555550000930034',
    '54',
    '01',
    { reason: 'new_expiry' },
    'expired_card, and the network tells its new date, 12/49, with which it is approved',
  ),
  changed(
    '5555550000930042',
    '46',
    '03',
    { reason: 'closed' },
    'closed_account, and the network tells that it stays so: the card becomes `closed`',
  ),
  {
    ...visa(
      '4000000000930018',
      'approved; a file of account updates replaces it (by the one that ends in 0026)',
      {},
    ),
    update: { reason: 'new_number', to: '4000000000930026' },
  },
  visa('4000000000930026', 'approved (replaces the one that ends in 0018)', {}),

  misbehaves('4000000000900011', 'timeout_captured', 'captured, but never answered'),
  misbehaves('4000000000900029', 'timeout_not_captured', 'lost on the way: not captured, not answered'),
  misbehaves('4000000000900037', 'late_answer', 'captured, and answered after the timeout'),
  misbehaves('4000000000900045', 'drop_link', 'captured, then the connection is closed without an answer'),
  misbehaves(
    '4000000000900052',
    'reversal_unacknowledged_twice',
    'captured, never answered, and its first two reversals are not acknowledged',
  ),
  misbehaves('4000000000900060', 'garbage_answer', 'captured, and answered with garbage'),
  misbehaves('4000000000900078', 'duplicate_answer', 'approved, and answered twice'),

  visa('4000000000920019', 'approved; refunds to the card are declined: closed_account', { refund: '46' }),
  visa('4000000000920027', 'approved; refunds are credited to the card, but never answered', {
    fault: 'refund_unanswered',
  }),
  visa('4000000000920035', 'approved; a capture of what it held is not acknowledged the first two times', {
    fault: 'capture_unacknowledged_twice',
  }),

  clearsWrongly('4000000000910010', 'late', 'missing from the first, in the next one'),
  clearsWrongly('4000000000910028', 'never', 'in none'),
  clearsWrongly('4000000000910036', 'short', 'for 1.00 less; two files later an adjustment brings the 1.00'),
  clearsWrongly('4000000000910044', 'twice', 'twice in one; in the next an adjustment takes the second back'),
  clearsWrongly('4000000000910051', 'rejected', 'rejected (reason 0101: account closed), never paid'),
  clearsWrongly(
    '4000000000000259',
    'disputed',
    'as it should be; in the next one a chargeback takes it back',
  ),
]

const cardOfNumber = new Map(testCards.map((card) => [card.number, card]))

/** The numbers whose accounts have this one now: what was agreed by them goes on. */
export const replacedBy = (number: string): string[] =>
  testCards.flatMap((card) =>
    card.update?.reason === 'new_number' && card.update.to === number ? [card.number] : [],
  )

/** The test card with this number, undefined where the network knows no such card. */
export const findTestCard = (number: string): TestCard | undefined => cardOfNumber.get(number)
