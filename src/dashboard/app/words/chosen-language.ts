import { read } from '../data/remembered.ts'

export type Language = 'en' | 'fr'

const isLanguage = (value: unknown): value is Language => value === 'en' || value === 'fr'

/** What was chosen here before, else what the browser asks for. */
export function chosenLanguage(): Language {
  const chosen = read('language')
  if (isLanguage(chosen)) return chosen
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en'
}
