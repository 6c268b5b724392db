/** Every word that a cardholder can see on the card page, by language. `{…}` marks what is filled in. */
import type { FieldErrorCode } from './card-fields.ts'

export const languages = ['en', 'fr'] as const
export type Language = (typeof languages)[number]

/** How a card page can end, or be found when it is opened. */
export type OutcomeKind = 'succeeded' | 'used' | 'expired' | 'invalid' | 'failed' | 'unavailable'

export type Texts = {
  /** The value of `<html lang>`. */
  htmlLang: string
  card: {
    /** The browser's title. */
    title: string
    heading: string
    /** `{company}` */
    intro: string
    demo: string
    number: string
    expiry: string
    expiryHint: string
    cvc: string
    cvcHint3: string
    cvcHint4: string
    name: string
    postalCode: string
    submit: string
    sending: string
    /** While the browser proves work, before the card is sent. */
    proving: string
    /** `{company}` */
    lock: string
    noScript: string
    /** Shown when the script has not started after a while. */
    notLoaded: string
    /** Above the button, after a try to save with more than one bad field; `{count}` */
    manyErrors: string
    unavailable: string
    tooMany: string
    /** The connection broke: nobody here knows whether the card was saved. */
    unknown: string
    reload: string
  }
  errors: Record<FieldErrorCode, string>
  outcomes: Record<OutcomeKind, { heading: string; message: string; next: string }>
  /** In place of these where the card pays at once; `{amount}` besides. */
  paying: PayingTexts
  /** In place of the succeeded message where the card is known: `{brand}`, `{last4}` */
  savedCard: string
  /**
   * Above the button, where the card is kept: `{company}`. With any change of it, another edition
   * (`agreement.ts`).
   */
  agreement: string
  return: string
}

/** The words that differ where the card pays at once. */
export type PayingTexts = {
  card: Pick<
    Texts['card'],
    'title' | 'heading' | 'intro' | 'submit' | 'sending' | 'unavailable' | 'tooMany' | 'unknown'
  >
  outcomes: Texts['outcomes']
  savedCard: string
}
