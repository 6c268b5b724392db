import type { ClearingKind } from '../clearing/clearing-file.ts'
import type { CardClearing } from './test-cards.ts'

/** A record of a clearing file about an entry: the books' word on what was cleared where. */
export type EntryClearing = { sequence: number; line: number; kind: ClearingKind; amount: number }

/** A rule of the schemes that a charge of a card on file broke: `judge.ts`. */
export type Violation =
  /** It does not say how the stored credential is used. */
  | 'no_agreement'
  /** The merchant starts it, and does not name the verification that the card was stored with. */
  | 'no_original'
  /** It names one of another card, or one that there never was. */
  | 'other_card'
  /** The merchant starts it, and does not name the agreement that the card was stored under. */
  | 'no_reference'
  /** It names another one. */
  | 'other_reference'
  /** The issuer had said that it will never approve. */
  | 'never_retried'
  /** After more declines within 30 days than the schemes allow. */
  | 'retried_too_often'
  /** Before the time was over that the merchant advice code had named. */
  | 'retried_too_soon'

export type BookState = 'verified' | 'authorized' | 'captured' | 'refunded' | 'declined' | 'reversed'

/**
 * One request as the network knows it. Amounts are minor units (twelve digits at most, so a number holds them
 * exactly). The card is kept as its last four digits and nothing else (PCI DSS 3.4.1).
 */
export type BookEntry = {
  seq: number
  mti: string
  stan: string
  /** Field 7, MMDDhhmmss in UTC. */
  transmission: string
  rrn: string
  /** Who asked (fields 32, 41 and 42): whose files it is cleared in. Older journals have none. */
  acquirer_id?: string | undefined
  terminal_id?: string | undefined
  merchant_id?: string | undefined
  amount: number
  amount_captured: number
  currency: string
  last4: string
  state: BookState
  response_code: string
  authorization_code: string
  cvc_result: string | null
  avs_result: string | null
  /** The letter that a verification's answer has for how the card is funded; older journals have none. */
  funding?: string | null
  /** The issuer's country, of a verification. */
  country?: string | null
  /** What the network calls the request; older journals have none, nor what follows. */
  transaction_id?: string | null
  /** How it said that a stored credential is used (`M103`), and the id of the verification that it named. */
  credential?: string | null
  original_id?: string | null
  /** The agreement that a verification was made under, or that a charge named. */
  agreement?: string | null
  /** The merchant advice code of a decline. */
  advice?: string | null
  /** The rule of the schemes that it broke, and what the network bills for that, in minor units. */
  violation?: Violation | null
  fee?: number
  created_at: string
  captured_at: string | null
  reversed_at: string | null
  /** Reversals or captures that will be carried out but not acknowledged (a test card's fault). */
  acknowledgements_withheld: number
  /** What will go wrong at clearing (a test card's fault). */
  clearing: CardClearing | null
  /** The records of clearing files that are about this entry. */
  clearings: EntryClearing[]
  /** What its card holder took back, once at most. */
  dispute: { amount: number; state: 'open' | 'won' | 'lost' } | null
}
