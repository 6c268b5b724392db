import { AskError } from '../data/problem.ts'
import { isUnknown } from '../data/write-keys.ts'
import { useErrorText } from '../words/error-text.ts'
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
    if (isUnknown(error)) return of === 'write' ? say.unknown : say.unreached
    // What a form says of itself.
    if (typeof error === 'string') return error
    // A defect of ours: its words are for whoever mends it, and in the browser's console.
    if (!(error instanceof AskError)) return say.unexpected
    const { detail, title } = error.problem
    const french = language === 'fr' ? problemInFrench(error.problem) : undefined
    return [french ?? (detail || title), ...error.untold(fieldText)].join(' ')
  }
}

/** The same as a notice, where a form or a question is. */
export function Problem({ of: error }: { of: unknown }) {
  const text = useProblemText()
  if (error === null || error === undefined) return null
  return (
    <p className="alert" role="alert">
      {text(error)}
    </p>
  )
}
