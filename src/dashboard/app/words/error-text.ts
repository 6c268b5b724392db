import { fieldName, fieldWords } from './field-words.ts'
import { forPeople, timesForPeople } from './for-people.ts'
import { errorInFrench } from './french-errors.ts'
import { useLanguage } from './language.tsx'
import { useWords } from './words.ts'

/** What went wrong at somebody else's, in the language of the page as far as it is known. */
export function useErrorText(): (text: string) => string {
  const { language } = useLanguage()
  const names: Readonly<Record<string, string>> = useWords(fieldWords)
  // A field that is named in it is called as its label is: “From”, not `from`.
  const [opens, shuts] = language === 'fr' ? ['«\u00a0', '\u00a0»'] : ['“', '”']
  return (text) => {
    const said = language === 'fr' ? timesForPeople(errorInFrench(text), 'fr') : forPeople(text)
    return said.replaceAll(/`([a-z_]+)`/g, (_, field: string) => `${opens}${fieldName(names, field)}${shuts}`)
  }
}
