import { AskError, codeOf } from '../data/problem.ts'
import { isUnknown } from '../data/write-keys.ts'
import { useErrorText } from '../words/error-text.ts'
import { forPeople } from '../words/for-people.ts'
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
  return (error) => {
    if (codeOf(error) === 'unauthenticated') return say.signedOut
    if (isUnknown(error)) return of === 'write' ? say.unknown : say.unreached
    // What a form says of itself.
    if (typeof error === 'string') return error
    // A defect of ours: its words are for whoever mends it, and in the browser's console.
    if (!(error instanceof AskError)) return say.unexpected
    const { detail, title } = error.problem
    const french = language === 'fr' ? problemInFrench(error.problem) : undefined
    return [french ?? forPeople(detail || title), ...error.untold(fieldText)].join(' ')
  }
}

/** What to do now, of what was asked for: refused as things are, or not possible at the moment. */
function useNextStep(): (error: unknown) => string | undefined {
  const say = useWords(partWords)
  return (error) => {
    if (isUnknown(error) || !(error instanceof AskError)) return undefined
    const { status, fail_reason } = error.problem
    if (status === 409) return say.lookAgain
    // No repeat mends that one.
    return (status === 429 || status >= 500) && fail_reason !== 'card_unreadable' ? say.pressAgain : undefined
  }
}

/** The same as a notice, where a form or a question is: what happened, and what to do. */
export function Problem({ of: error }: { of: unknown }) {
  const text = useProblemText()
  const next = useNextStep()(error)
  if (error === null || error === undefined) return null
  return (
    <div className="alert" role="alert">
      <p>{text(error)}</p>
      {next && <p>{next}</p>}
    </div>
  )
}
