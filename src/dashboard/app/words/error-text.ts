import { forPeople } from './for-people.ts'
import { errorInFrench } from './french-errors.ts'
import { useLanguage } from './language.tsx'

/** What went wrong at somebody else's, in the language of the page as far as it is known. */
export function useErrorText(): (text: string) => string {
  const { language } = useLanguage()
  return language === 'fr' ? errorInFrench : forPeople
}
