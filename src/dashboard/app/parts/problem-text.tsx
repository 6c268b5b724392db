import { AskError, codeOf } from '../data/problem.ts'
import { isUnknown } from '../data/write-keys.ts'
import { useErrorText } from '../words/error-text.ts'
import { fieldName, fieldWords } from '../words/field-words.ts'
import { forPeople, timesForPeople } from '../words/for-people.ts'
import { useLanguage } from '../words/language.tsx'
import { partWords } from '../words/part-words.ts'
import { problemInFrench } from '../words/problem-words.ts'
import { useWords } from '../words/words.ts'

/**
 * Why it did not work, in words: what the API said and, of fields that do not say it themselves, what is
 * wrong with them. Where no answer came to a write, that it is not known whether it was done.
 */
export function useProblemText(of: 'write' | 'read' = 'write'): (error: unknown) => string {
  const say = useWords(partWords)
  const { language } = useLanguage()
  const fieldText = useErrorText()
  const names: Readonly<Record<string, string>> = useWords(fieldWords)
  return (error) => {
    if (codeOf(error) === 'unauthenticated') return say.signedOut
    if (isUnknown(error)) return of === 'write' ? say.unknown : say.unreached
    // What a form says of itself.
    if (typeof error === 'string') return error
    // A defect of ours: its words are for whoever mends it, and in the browser's console.
    if (!(error instanceof AskError)) return say.unexpected
    const { code, detail, title } = error.problem
    const french = language === 'fr' ? problemInFrench(error.problem) : undefined
    const fields = error
      .untold()
      .map(({ path, message }) => `${fieldName(names, path)}${say.colon} ${fieldText(message)}.`)
    const whole = code === 'validation_failed' ? say.notValid : (french ?? forPeople(detail || title))
    return [timesForPeople(whole, language), ...fields].join(' ')
  }
}

/** A wait that somebody sits out before the button; a longer one the problem tells by itself. */
const SHORT_SECONDS = 30

/**
 * What to do now, of what was asked for: refused as things are, or not possible at the moment. `typed`:
 * whether the user has entered anything that is kept.
 */
function useNextStep(): (error: unknown, typed: boolean) => string | undefined {
  const say = useWords(partWords)
  return (error, typed) => {
    if (isUnknown(error) || !(error instanceof AskError)) return undefined
    const { status, fail_reason, retry_after = 0 } = error.problem
    if (status === 409) return typed && error.mayHaveChanged ? `${say.kept} ${say.lookAgain}` : undefined
    // No repeat mends that one.
    if (fail_reason === 'card_unreadable' || retry_after > SHORT_SECONDS) return undefined
    if (status !== 429 && status < 500) return undefined
    return typed ? `${say.kept} ${say.pressAgain}` : say.pressAgain
  }
}

/** The same as a notice, where a form or a question is: what happened, and what to do. */
export function Problem({ of: error, typed = true }: { of: unknown; typed?: boolean }) {
  const text = useProblemText()
  const next = useNextStep()(error, typed)
  if (error === null || error === undefined) return null
  return (
    <div className="alert" role="alert">
      <p>{text(error)}</p>
      {next && <p>{next}</p>}
    </div>
  )
}
