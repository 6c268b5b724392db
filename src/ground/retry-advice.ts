/**
 * When a declined card may be charged again: the schemes' rules, as one versioned table. The word of a
 * response code (`vault/iso8583/response-codes.ts`) is its reason's in `fail-reasons.ts`, where every code of
 * Visa's category 1 is `never`; what is here comes on top of it.
 */
import { type FailReason, menderOf, type Retry } from './fail-reasons.ts'

/** Which edition of the rules it is, told with each refusal. A change of the table is another. */
export const RETRY_RULES = '2026-12'

/**
 * Declines of one saved card within thirty days, after which it rests. Visa bills each retry after the
 * fifteenth (excessive reattempts, since 2021); we stop at the fifteenth decline.
 */
export const DECLINES_MAX = 15
export const DECLINES_WITHIN_DAYS = 30

/**
 * The same of a Mastercard within a day, which bills each retry after the tenth (excessive authorization
 * attempts); we stop at the tenth decline.
 */
export const MASTERCARD_DECLINES_MAX = 10
export const MASTERCARD_WITHIN_HOURS = 24

/** The merchant advice code that comes with, or tells of, an account update. */
export const NEW_ACCOUNT_DATA = '01'

/** What a merchant advice code says, and how many hours it says to wait. */
type Advice = { retry: Retry; waitHours?: number }

/**
 * Mastercard's merchant advice codes. Those that are not here (40 to 43, say) tell of the card, and advise
 * nothing.
 */
const adviceCodes = new Map<string, Advice>(
  Object.entries({
    /** New account information is available. */
    [NEW_ACCOUNT_DATA]: { retry: 'after_fix' },
    /** Cannot be approved at this time. */
    '02': { retry: 'later' },
    /** Do not try again. */
    '03': { retry: 'never' },
    /** The cardholder has cancelled the payments. */
    '21': { retry: 'never' },
    '24': { retry: 'later', waitHours: 1 },
    '25': { retry: 'later', waitHours: 24 },
    '26': { retry: 'later', waitHours: 2 * 24 },
    '27': { retry: 'later', waitHours: 4 * 24 },
    '28': { retry: 'later', waitHours: 6 * 24 },
    '29': { retry: 'later', waitHours: 8 * 24 },
    '30': { retry: 'later', waitHours: 10 * 24 },
  }),
)

export const adviceOf = (code: string | null | undefined): Advice | undefined => adviceCodes.get(code ?? '')

/** A decline, as far as it says whether to try again. */
type Declined = { fail_reason: FailReason; retry: Retry; advice_code?: string | undefined }

/**
 * Whether no charge of the card is sent any more: it is never to be tried again, for what the card or its
 * holder is, and not for what we or the network did.
 */
export const stopsCard = ({ fail_reason, retry, advice_code }: Declined): boolean =>
  retry === 'never' && (adviceOf(advice_code)?.retry === 'never' || menderOf(fail_reason) === 'payer')
