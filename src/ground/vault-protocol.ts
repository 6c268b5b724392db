/**
 * What the main side may ask of the vault, over its unix socket, and what it answers: types and one name, shared by both sides.
 * A card is named by company and id; no message on this path ever holds a card number or CVC.
 */
import type { CardFailReason, FailReason, Retry } from './fail-reasons.ts'
import type { Currency } from './money.ts'

export type CardName = { company_id: string; card_id: string }

/** POST /card-pages → CardPage. Opens a single-use page where a person enters the card of this id. */
export type OpenCardPage = CardName & {
  company_name: string
  /** Null: the browser's, and where that is none of ours the fallback. */
  language: 'en' | 'fr' | null
  fallback_language: 'en' | 'fr'
  allowed_origins: string[]
  return_url: string | null
  /** What the card pays as soon as it is entered, which the page says; `amount` is minor units in digits. Null: it is saved. */
  payment: { amount: string; currency: Currency } | null
  /** Our own payment page frames it, and has said already what both would say. */
  in_payment_page: boolean
}
export type CardPage = { url: string; expires_at: string }

/** How a message is found again at the network: ISO 8583 fields 11, 37 and 7. Chosen and durable before the call. */
export type NetworkReference = { stan: string; rrn: string; transmitted_at: string }

/**
 * A moment by the stopwatch of one vault process, in milliseconds since that process started. A clock that is set wrongly does not
 * move it, and no other process, nor the same one started again, has this `vault`.
 */
export type VaultMoment = { vault: string; ms: number }

/** The header of every answer of the vault that tells its stopwatch: `<vault> <ms>`. */
export const VAULT_MOMENT_HEADER = 'jetpay-vault-moment'

/** A sale (0200), a hold (0100), or money back to the card (0200, processing code 20). */
export type ChargeKind = 'charge' | 'authorization' | 'refund'

/**
 * POST /charges → CardOutcome. Asks for what `kind` says, or refuses (`unsent`) once `send_before` has passed: `too_old`. It
 * is null where the vault's stopwatch is not known yet; then, or where it is another vault's, that is the reason: `other_vault`.
 * `amount` is minor units in digits.
 */
export type ChargeCard = CardName &
  NetworkReference & {
    kind: ChargeKind
    amount: string
    currency: Currency
    statement: string
    company_name: string
    send_before: VaultMoment | null
  }

/**
 * `unsent`: no byte left, so nothing happened; `card_unreadable` and `card_shredded` are reasons that no repeat mends. `unknown`: it may have,
 * so it must be reversed, never guessed.
 */
export type CardOutcome =
  | { outcome: 'approved'; response_code: string; authorization_code: string }
  | { outcome: 'declined'; response_code: string; fail_reason: CardFailReason; retry: Retry }
  | { outcome: 'unsent'; reason: string }
  | { outcome: 'unknown'; reason: string }

/**
 * POST /reversals → ReversalOutcome. Takes back what a request with this reference may have done (0420, repeated 0421): of the
 * amount that it asked for, also where less was captured. `unsent`: no byte left, so the network was not asked.
 */
export type ReverseCard = CardName &
  NetworkReference & { kind: ChargeKind; amount: string; currency: Currency; repeat: boolean }
export type ReversalOutcome = { outcome: 'acknowledged' | 'unacknowledged' | 'unsent'; reason?: string }

/**
 * POST /captures → CaptureOutcome. Takes `amount`, or less than was authorized, of the hold that the reference names (0220, repeated
 * 0221). `advice` is the capture's own STAN and time, the same in every repeat. Needs no card, so it works once that is shredded.
 */
export type CaptureCard = NetworkReference & {
  amount_authorized: string
  authorization_code: string
  currency: Currency
  amount: string
  advice: { stan: string; transmitted_at: string }
  repeat: boolean
}
/** `refused`: the network has answered that it does not take it. `unacknowledged`: to be repeated. `unsent`: no byte left. */
export type CaptureOutcome =
  | { outcome: 'acknowledged' }
  | { outcome: 'refused'; response_code: string; fail_reason: CardFailReason; retry: Retry }
  | { outcome: 'unacknowledged' | 'unsent'; reason: string }

/** POST /shreddings: destroys the key of these cards' numbers and closes their pages. Done twice is done once. */
export type ShredCards = { cards: CardName[] }

/** POST /clock: the demo's clock is to be this far ahead of the time. It is never moved back. */
export type MoveClock = { ahead_ms: number }

/** `funding` is null where the network did not say, and absent in what older versions have logged. */
export type TokenizedCard = {
  brand: string
  last4: string
  expiry_month: number
  expiry_year: number
  fingerprint: string
  funding?: 'credit' | 'debit' | 'prepaid' | null
}

/** GET /card-log?after=<log_id>: what happened on card pages, in order, gapless. At most 100 entries. */
export type CardLogEntry = CardName & { log_id: number } & (
    | {
        kind: 'tokenized'
        data: TokenizedCard
      }
    | { kind: 'failed'; data: { fail_reason: FailReason } }
  )
