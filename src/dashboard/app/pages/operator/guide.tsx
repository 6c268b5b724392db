import { useErrorText } from '../../words/error-text.ts'
import { dateFormat } from '../../words/formats.ts'
import { locales, useLanguage } from '../../words/language.tsx'
import { useWords } from '../../words/words.ts'
import { frenchGuide } from './french-guide.ts'
import { operatorWords } from './operator-words.ts'

type Told = { reason: string | null; next_step?: string | null }

/** Days within a sentence, as `2026-12-08`: the API writes them for programs too. */
const daysInWords = (text: string, locale: string): string =>
  text.replaceAll(/(?<![\w-])\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\w-])/g, (day) =>
    dateFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day)),
  )

/**
 * Why a row is there and what to do next. The API says it in English; in French its own words stand for the
 * kinds that are known (`of`), and what the API says for all else. `said`: what went wrong in this very case,
 * which the API's own words have in them.
 */
export function Guide({
  of,
  told,
  said,
  step = true,
}: {
  of: string
  told: Told
  said?: string | null
  /** Without it, why alone. */
  step?: boolean
}) {
  const say = useWords(operatorWords)
  const { language } = useLanguage()
  const words = useErrorText()
  const errorText = (text: string) => daysInWords(words(text), locales[language])
  const french = language === 'fr' ? frenchGuide[of] : undefined
  const { reason, next_step } = french ?? told
  return (
    <span className="stack">
      {reason && <span>{errorText(reason)}</span>}
      {french && said && <span className="soft">{errorText(said)}</span>}
      {step && told.next_step !== null && next_step && (
        <span>
          <strong>{say.next}</strong> {errorText(next_step)}
        </span>
      )}
    </span>
  )
}
