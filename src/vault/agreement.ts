/**
 * What a cardholder agrees to as they save a card: the words above the page's button. Each charge that the
 * merchant starts later names it by its reference (docs/cards.md).
 */
import type { CardAgreement } from '../ground/card-log-entry.ts'

/** Of those words (`agreement` in page/texts-en.ts and texts-fr.ts): another one with any change of them. */
const AGREEMENT_EDITION = '2026-11'

/** For digits, so that no reference looks like a card number or spells a word. */
const LETTERS = 'BCDFGHJKLMNPQRST'
const LENGTH = 16

/** What the network may call a card of ours by: the random end of its UUID, which says nothing of it. */
export const lettersOf = (cardId: string): string =>
  [...cardId.replaceAll('-', '').slice(-LENGTH)].map((digit) => LETTERS[Number.parseInt(digit, 16)]).join('')

/** By the card that it is of, so that a page which is sent twice has one. */
export const agreementOf = (cardId: string, language: CardAgreement['language']): CardAgreement => ({
  reference: lettersOf(cardId),
  edition: AGREEMENT_EDITION,
  language,
})
