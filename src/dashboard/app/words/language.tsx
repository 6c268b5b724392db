import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { read, write } from '../data/remembered.ts'

export type Language = 'en' | 'fr'
export const languages: Record<Language, string> = { en: 'English', fr: 'Français' }
/** As Canada writes dates and numbers. */
export const locales: Record<Language, string> = { en: 'en-CA', fr: 'fr-CA' }

type Said = { language: Language; setLanguage(language: Language): void }
const context = createContext<Said | null>(null)

const isLanguage = (value: unknown): value is Language => value === 'en' || value === 'fr'

/** What was chosen here before, else what the browser asks for. */
const first = (): Language => {
  const chosen = read('language')
  if (isLanguage(chosen)) return chosen
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en'
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(first)
  useEffect(() => {
    document.documentElement.lang = language
    write('language', language)
  }, [language])
  const said = useMemo(() => ({ language, setLanguage }), [language])
  return <context.Provider value={said}>{children}</context.Provider>
}

export function useLanguage(): Said {
  const said = useContext(context)
  if (!said) throw new Error('no language: wrap it in LanguageProvider')
  return said
}
