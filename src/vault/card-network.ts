/**
 * What the vault asks of a card network, in words about money. How it is said on the wire is the matter of an
 * implementation: `iso8583/` is the one that there is, `open-card-network.ts` opens it, and
 * `test/exercise-card-network.ts` is what every one has to pass.
 */
import type { Funding } from '../ground/card-log-entry.ts'
import type { Currency } from '../ground/money.ts'
import type {
  AcceptorId,
  CaptureOutcome,
  CardOutcome,
  ChargeKind,
  CredentialUse,
  NetworkReference,
  ReversalOutcome,
} from '../ground/vault-protocol.ts'

/** `number` is 12 to 19 digits, `expiryMonth` 1 to 12, `expiryYear` four digits. */
export type Card = { number: string; expiryMonth: number; expiryYear: number }

/**
 * What the network says of the account behind a number: there is another number for it, the same one with
 * another date, or none any more.
 */
export type AccountUpdate = { number: string } & (
  | { reason: 'new_number'; newNumber: string; expiryMonth: number; expiryYear: number }
  | { reason: 'new_expiry'; expiryMonth: number; expiryYear: number }
  | { reason: 'closed' }
)

/**
 * Hears of an account that the network has updated, with the answer to the request of this reference. The
 * answer waits for it, and is the same whatever becomes of it. Never rejects.
 */
export type HearUpdate = (update: AccountUpdate, reference: string) => Promise<void>

/**
 * Takes what the network tells of an account in a message of its own, named by `message` in each repeat.
 * `failed`: it is to be told again. Never rejects.
 */
export type TakeUpdate = (update: AccountUpdate, message: string) => Promise<'applied' | 'refused' | 'failed'>

/**
 * A card as it was just entered; what tells that its holder entered it goes to the network and is never
 * stored (PCI DSS 3.3.1).
 */
export type EnteredCard = Card & { cvc: string; postalCode?: string }

/** Longest reference of an agreement. */
export const AGREEMENT_MAX = 40

/**
 * How a stored credential is used. `transactionId`: what the network has called the verification that the
 * card was saved with; `agreement`: the reference of what the cardholder agreed to then. Each is null of
 * cards that were saved before it was kept.
 */
export type StoredCredential = CredentialUse & { transactionId: string | null; agreement: string | null }

/**
 * `amount` in minor units; `statement` is what the cardholder reads on the card statement. `credential` is
 * left out of money back to the card alone. `as`: who it is from, if not whom the settings say.
 */
export type Sale = {
  amount: bigint
  currency: Currency
  statement: string
  merchantName?: string
  credential?: StoredCredential
  as?: AcceptorId | undefined
}

/**
 * A request that was sent before, as its reversal names it. `amount` is what was asked for, `as` who asked,
 * if not whom the settings say.
 */
export type SentRequest = {
  kind: ChargeKind
  reference: NetworkReference
  amount: bigint
  currency: Currency
  as?: AcceptorId | undefined
}

/** An amount that the network holds, as its capture names it. */
export type Authorization = Omit<SentRequest, 'kind'> & { authorizationCode: string }

/**
 * What the network says of a card that it has verified, each null where it does not. `cvcResult` and
 * `postalCodeResult` are its own codes, kept as they came; `country` is the issuer's (ISO 3166-1 alpha-2).
 */
export type Verified = {
  funding: Funding | null
  country: string | null
  cvcResult: string | null
  postalCodeResult: string | null
  transactionId: string | null
}

/** `matched`: what of the entered card the issuer has compared and found right. */
export type VerificationOutcome =
  | (Extract<CardOutcome, { outcome: 'approved' }> & { matched: ('cvc' | 'postal_code')[] } & Verified)
  | Exclude<CardOutcome, { outcome: 'approved' }>

/** Why a request was not sent that this network has no form for: no repeat mends it. */
export const NOT_EXPRESSIBLE = 'not_expressible'

/**
 * No function rejects for trouble of the network's or of a value's: that is an outcome, and an honest one
 * (`ground/vault-protocol.ts`). `unsent` only where not one byte has left; `unknown` wherever money may have
 * moved; a decline only where the network has said so. A rejection is a mistake of ours, of which nobody
 * knows how far it got.
 */
export type CardNetwork = {
  /**
   * Asks the issuer about a card without charging it, with its CVC and postal code. One that does not match
   * is a decline. `agreement`: the reference of what the cardholder agrees to, where the card is kept.
   */
  verify(reference: NetworkReference, card: EnteredCard, agreement?: string): Promise<VerificationOutcome>
  /** Takes the amount in one request. */
  charge(reference: NetworkReference, card: Card, sale: Sale): Promise<CardOutcome>
  /** Holds the amount without taking it. */
  authorize(reference: NetworkReference, card: Card, sale: Sale): Promise<CardOutcome>
  /** Gives money to the card. */
  refund(reference: NetworkReference, card: Card, sale: Sale): Promise<CardOutcome>
  /**
   * Takes what is held, or less of it. Repeated until it is acknowledged or refused, always with the same
   * reference, it takes once. A refusal that may pass is none: it is `unacknowledged`.
   */
  capture(
    reference: NetworkReference,
    authorization: Authorization,
    amount: bigint,
    options: { repeat: boolean },
  ): Promise<CaptureOutcome>
  /**
   * Undoes a request, also one that never arrived. Repeated until it is acknowledged. `card` is null where it
   * is shredded: the reference tells which request is meant.
   */
  reverse(request: SentRequest, card: Card | null, options: { repeat: boolean }): Promise<ReversalOutcome>
  /**
   * Tells the network that an account is kept here under this name, or with no card that it is so no more, so
   * that it tells of its changes. Told twice is told once.
   */
  enrol(
    reference: NetworkReference,
    account: string,
    card: Card | null,
  ): Promise<'taken' | 'refused' | 'unknown'>
  /** Whether a request would be sent now. */
  reachable(): boolean
  /** Resolves when the network is reachable, at once if it is. Rejects when it is closed. */
  ready(): Promise<void>
  /** Counts for operators, by names of the implementation's own. */
  counters(): Record<string, number>
  /** Waits for the answers under way, each of which has a timeout. No request is taken from then on. */
  close(): Promise<void>
}
