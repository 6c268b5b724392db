/**
 * What the server tells the page's script, as JSON in the page. Types only; nothing secret but the ticket.
 */
import type { FailReason } from '../../ground/fail-reasons.ts'
import type { FieldErrorCode } from './card-fields.ts'
import type { Language, OutcomeKind } from './texts-shape.ts'
import type { Declines } from './wording.ts'

/**
 * What a framed page says to the page around it. Never card data beyond brand and last four (PCI DSS 3.4.1).
 */
export type PageMessage =
  | { type: 'ready' }
  | { type: 'resize'; height: number }
  | { type: 'submitted' }
  | { type: 'succeeded'; brand: string; last4: string }
  | { type: 'failed'; fail_reason: FailReason }

type Common = {
  language: Language
  /** The origins that may frame the page and hear of it; none: no messages at all. */
  allowedOrigins: string[]
  creditCardId: string | undefined
}

export type CardPageConfig = Common & {
  page: 'card'
  /** Where the card is posted to; a path on the page's own origin. */
  submitPath: string
  /** Work to prove with the card (`ground/proof-of-work.ts`); undefined: none. */
  challenge: string | undefined
  /** The platform's time, ISO 8601: expiry dates are judged by it. Undefined: the browser's. */
  now: string | undefined
  texts: {
    sending: string
    proving: string
    cvcHint3: string
    cvcHint4: string
    manyErrors: string
    unavailable: string
    tooMany: string
    unknown: string
    savedCard: string
    errors: Record<FieldErrorCode, string>
    declines: Declines
  }
}

export type OutcomePageConfig = Common & {
  page: 'outcome'
  kind: OutcomeKind
  /** What to tell the page around it at once. */
  message: PageMessage | undefined
}

export type PageConfig = CardPageConfig | OutcomePageConfig
