/**
 * The catalogue of fail reasons: every word that stands in a `fail_reason`, of a row, an event, an answer or
 * a page. A reason that is missing here does not compile where it is used, and one that is added has to say
 * all of it. `docs/fail-reasons.md` and the OpenAPI document come from it. Rows of years ago hold these
 * words: none is ever taken out or given another meaning.
 */
import type { PayerWords } from './payer-words.ts'

/**
 * Whether the same may be tried again: `never` (schemes fine merchants for it), `later` (funds, limits and
 * outages pass), `after_fix` (when whoever can mend it has).
 */
export const retries = ['never', 'later', 'after_fix'] as const
export type Retry = (typeof retries)[number]

/** Who can mend it. `nobody`: it passes by itself, or stays. */
export type Mender = 'payer' | 'company' | 'operator' | 'nobody'

/**
 * What a schedule does whose card was not charged for it. `again`: it charges by itself once more, because
 * nobody said anything of the card and nothing was taken. `stop`: it was an answer, and whether to ask again
 * is the company's to decide.
 */
export type Scheduled = 'again' | 'stop'

/**
 * `payer`: the words of `payer-words.ts` that pages have for it; null where no page tells of it. `meaning`:
 * for docs and problems.
 */
type ReasonRow = readonly [
  mender: Mender,
  retry: Retry,
  scheduled: Scheduled,
  payer: PayerWords | null,
  meaning: string,
]
type ReasonRows = Readonly<Record<string, ReasonRow>>

/** The issuer or the network declined the card. */
// biome-ignore format: a table is read by its columns
export const cardDeclines = {
  refer_to_issuer:           ['payer',    'later',     'stop',  'declined', 'The bank wants the cardholder to call it.'],
  invalid_merchant:          ['operator', 'never',     'stop',  'declined', 'The network does not know this merchant account.'],
  do_not_honour:             ['payer',    'later',     'stop',  'declined', 'The bank declined the card and does not say why.'],
  processing_error:          ['nobody',   'later',     'stop',  'later', 'The bank could not process the request.'],
  pick_up_card:              ['payer',    'never',     'stop',  'declined', 'The bank wants the card back.'],
  invalid_transaction:       ['payer',    'never',     'stop',  'declined', 'The card does not allow this kind of payment.'],
  invalid_amount:            ['company',  'after_fix', 'stop',  'declined', 'The bank does not accept this amount.'],
  invalid_card_number:       ['payer',    'after_fix', 'stop',  'incorrect_number', 'The card number is not one that the bank knows.'],
  issuer_not_found:          ['payer',    'never',     'stop',  'incorrect_number', 'No bank was found for this card number.'],
  suspected_fraud:           ['payer',    'never',     'stop',  'declined', 'The bank suspects fraud.'],
  restricted_card:           ['payer',    'never',     'stop',  'declined', 'The card is restricted by its bank.'],
  pin_tries_exceeded:        ['payer',    'later',     'stop',  'declined', 'The PIN was entered wrongly too often.'],
  no_such_account:           ['payer',    'never',     'stop',  'incorrect_number', 'The card belongs to no account.'],
  lost_card:                 ['payer',    'never',     'stop',  'declined', 'The card was reported lost.'],
  stolen_card:               ['payer',    'never',     'stop',  'declined', 'The card was reported stolen.'],
  closed_account:            ['payer',    'never',     'stop',  'declined', 'The account of the card is closed.'],
  insufficient_funds:        ['payer',    'later',     'stop',  'insufficient_funds', 'The card has insufficient funds.'],
  expired_card:              ['payer',    'after_fix', 'stop',  'expired_card', 'The card has expired.'],
  incorrect_pin:             ['payer',    'after_fix', 'stop',  'declined', 'The PIN is not correct.'],
  card_not_supported:        ['payer',    'never',     'stop',  'unsupported', 'The card is not made for such payments.'],
  transaction_not_permitted: ['operator', 'never',     'stop',  'unsupported', 'This merchant may not make such payments.'],
  exceeds_limit:             ['payer',    'later',     'stop',  'insufficient_funds', 'The amount is above a limit of the card.'],
  security_violation:        ['payer',    'never',     'stop',  'declined', 'The bank declined for security reasons.'],
  authentication_required:   ['payer',    'after_fix', 'stop',  'declined', 'The bank wants the cardholder to confirm the payment.'],
  incorrect_cvc:             ['payer',    'after_fix', 'stop',  'incorrect_cvc', 'The security code (CVC) is not correct.'],
  incorrect_postal_code:     ['payer',    'after_fix', 'stop',  'incorrect_postal_code', 'The postal code is not the one that the bank has.'],
  issuer_unavailable:        ['nobody',   'later',     'again', 'later', 'The bank of the card could not be reached.'],
  network_error:             ['nobody',   'later',     'again', 'later', 'The card network could not process the request.'],
  duplicate_transmission:    ['operator', 'never',     'stop',  'declined', 'The card network took the request for one that it had already.'],
  payment_stopped:           ['payer',    'never',     'stop',  'declined', 'The cardholder had payments to this merchant stopped.'],
  card_declined:             ['payer',    'later',     'stop',  'declined', 'The bank declined the card.'],
} as const satisfies ReasonRows

/**
 * A bank returned an item, or refused it, or no file could carry it. The codes of each are in docs/eft.md and
 * docs/ach.md.
 */
// biome-ignore format: a table is read by its columns
export const bankReturns = {
  account_closed:            ['payer',    'never',     'stop', null, 'The account is closed.'],
  account_frozen:            ['payer',    'never',     'stop', null, 'The account is frozen.'],
  account_not_found:         ['payer',    'after_fix', 'stop', null, 'The bank has no such account.'],
  account_not_supported:     ['payer',    'never',     'stop', null, 'The account takes no such movements, or no bank of the installation reaches it.'],
  account_number_not_valid:  ['payer',    'after_fix', 'stop', null, 'The number of the account or of its bank is not valid.'],
  agreement_revoked:         ['payer',    'after_fix', 'stop', null, 'The payer has revoked the debit agreement; a new one is needed.'],
  amount_too_large:          ['company',  'after_fix', 'stop', null, 'The amount is more than the bank takes in one item.'],
  currency_mismatch:         ['company',  'after_fix', 'stop', null, 'The account is in another currency.'],
  date_not_valid:            ['operator', 'later',     'stop', null, 'The bank did not take the due date.'],
  debit_not_allowed:         ['payer',    'never',     'stop', null, 'The account allows no debits.'],
  duplicate:                 ['operator', 'never',     'stop', null, 'The bank took the item for one that it had already.'],
  funds_not_cleared:         ['payer',    'later',     'stop', null, 'The money in the account is not cleared yet.'],
  holder_deceased:           ['nobody',   'never',     'stop', null, 'The holder of the account has died.'],
  institution_in_default:    ['nobody',   'later',     'stop', null, 'The bank of the account cannot settle.'],
  insufficient_funds:        ['payer',    'later',     'stop', null, 'The account has insufficient funds.'],
  name_mismatch:             ['payer',    'after_fix', 'stop', null, 'The name is not that of the account’s holder.'],
  no_agreement:              ['payer',    'after_fix', 'stop', null, 'The payer says that there is no debit agreement, or that it is not theirs.'],
  not_announced:             ['company',  'after_fix', 'stop', null, 'The debit was not announced to the payer as agreed.'],
  not_as_agreed:             ['company',  'after_fix', 'stop', null, 'The debit is not as the agreement says: its amount or day, for instance.'],
  payment_stopped:           ['payer',    'never',     'stop', null, 'The payer had the payment stopped, or it was recalled.'],
  recalled:                  ['operator', 'never',     'stop', null, 'Our own bank called the item back.'],
  refused_by_holder:         ['payer',    'never',     'stop', null, 'The holder of the account refused the money.'],
  rejected_by_bank:          ['operator', 'after_fix', 'stop', null, 'The bank refused the item, or the file that it was in.'],
  returned_by_bank:          ['operator', 'later',     'stop', null, 'The bank returned the item with a code that says no more, or one that is not listed.'],
} as const satisfies ReasonRows

/** Nobody outside said no: the platform itself, or what is between it and the network. */
// biome-ignore format: a table is read by its columns
export const ownReasons = {
  network_unavailable:       ['nobody',   'later',     'again', 'later', 'The card network could not be reached, and nothing was sent.'],
  network_timeout:           ['nobody',   'later',     'again', 'later', 'The card network did not answer, and nothing is taken: reversed, or an operator so decided.'],
  vault_unavailable:         ['operator', 'later',     'again', 'later', 'The vault or its database could not be reached, and nothing was sent.'],
  card_unreadable:           ['operator', 'never',     'stop',  'later', 'The vault cannot open this card.'],
  card_deleted:              ['company',  'never',     'stop',  'later', 'The card was deleted.'],
  card_expired:              ['payer',    'never',     'stop',  null, 'The card had expired when a schedule was to charge it.'],
  card_failed:               ['payer',    'never',     'stop',  null, 'The card of a schedule was refused when it was to be saved.'],
  card_pending:              ['payer',    'later',     'stop',  null, 'The card of a schedule was not entered yet.'],
  card_single_use:           ['company',  'never',     'stop',  null, 'The card of a schedule was entered for one debit, and pays that alone.'],
  retry_not_allowed:         ['payer',    'never',     'stop',  null, 'The card network forbids another charge of the card of a schedule, or not yet.'],
  card_on_file_disabled:     ['operator', 'after_fix', 'stop',  null, 'Card on file is off for the company.'],
  tokenization_url_expired:  ['company',  'after_fix', 'stop',  null, 'The card page was not used in time; get another URL.'],
  tokenization_url_used:     ['company',  'after_fix', 'stop',  null, 'To the page around a card page: it was used before; get another URL.'],
  tokenization_url_invalid:  ['company',  'after_fix', 'stop',  null, 'To the page around a card page: there is none at this URL.'],
  declined:                  ['payer',    'later',     'stop',  'declined', 'To the page around a card page that is loaded again: the card was refused. Why, the card says.'],
  authorization_expired:     ['company',  'after_fix', 'stop',  null, 'The hold was not captured in time.'],
  rejected_at_clearing:      ['nobody',   'never',     'stop',  null, 'The network rejected the debit when it cleared.'],
  not_cleared:               ['operator', 'never',     'stop',  null, 'The debit never cleared, and an operator closed it as not taken.'],
  not_reversed:              ['operator', 'after_fix', 'stop',  null, 'A refund by reversal: the network has taken the debit all the same.'],
  debit_taken_back:          ['nobody',   'never',     'stop',  null, 'A refund by bank was stopped: the payer’s bank took the debit back first.'],
  account_deleted:           ['company',  'after_fix', 'stop',  null, 'The account that the money was to go to was deleted.'],
  bank_account_deleted:      ['company',  'after_fix', 'stop',  null, 'A bank account of the schedule was deleted.'],
  contact_deleted:           ['company',  'never',     'stop',  null, 'The contact was deleted.'],
  expired:                   ['company',  'after_fix', 'stop',  null, 'The link was not used in time.'],
  schedule_cancelled:        ['company',  'never',     'stop',  null, 'The schedule was cancelled before the card was charged.'],
  limit_exceeded:            ['operator', 'later',     'stop',  null, 'The amount is more than the company may move at once or in a day.'],
  not_found:                 ['company',  'after_fix', 'stop',  null, 'The contact, card or account of the schedule is not there any more.'],
  validation_failed:         ['company',  'after_fix', 'stop',  null, 'What the schedule asks for is not valid any more, its currency for instance.'],
  wrong_state:               ['company',  'after_fix', 'stop',  null, 'What the schedule uses is in a state that does not allow it.'],
  failed:                    ['company',  'after_fix', 'stop',  null, 'The occurrence of a schedule failed; the transaction says more.'],
} as const satisfies ReasonRows

export type CardFailReason = keyof typeof cardDeclines
export type BankFailReason = keyof typeof bankReturns
export type FailReason = CardFailReason | BankFailReason | keyof typeof ownReasons

/** All of them, each once. What cards and banks share is told of the card, which is who asks here. */
const rows: Readonly<Record<FailReason, ReasonRow>> = { ...bankReturns, ...ownReasons, ...cardDeclines }

export const failReasons = Object.keys(rows).sort() as [FailReason, ...FailReason[]]

export const isFailReason = (word: string): word is FailReason => Object.hasOwn(rows, word)

/** Who can mend it. */
export const menderOf = (reason: FailReason): Mender => rows[reason][0]
export const retryOf = (reason: FailReason): Retry => rows[reason][1]
export const scheduledOf = (reason: FailReason): Scheduled => rows[reason][2]
export const payerWordsOf = (reason: FailReason): PayerWords | null => rows[reason][3]
export const meaningOf = (reason: FailReason): string => rows[reason][4]
/** The same of a payment by card or by bank: what a bank's return means is true of a card's account, too. */
export const meaningOnEitherRail = (reason: FailReason): string =>
  ({ ...rows, ...(bankReturns as Readonly<Partial<Record<FailReason, ReasonRow>>>) })[reason][4]
