/** What the card page says of each fail reason that it has words of its own for, to be sent with the page. */
import { failReasons, payerWordsOf } from '../../ground/fail-reasons.ts'
import { payerWords } from '../../ground/payer-words.ts'
import { type Language, languages } from './texts-shape.ts'
import type { Declines } from './wording.ts'

const wordsIn = (language: Language): Declines => ({
  ...Object.fromEntries(
    failReasons.flatMap((reason) => {
      const words = payerWordsOf(reason)
      return words === null || words === 'declined' ? [] : [[reason, payerWords[words].cardPage[language]]]
    }),
  ),
  declined: payerWords.declined.cardPage[language],
})

export const declines = Object.fromEntries(
  languages.map((language) => [language, wordsIn(language)]),
) as Record<Language, Declines>
