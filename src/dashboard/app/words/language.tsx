import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { write } from '../data/remembered.ts'
import { chosenLanguage, type Language } from './chosen-language.ts'

export type { Language } from './chosen-language.ts'
export const languages: Record<Language, string> = { en: 'English', fr: 'Français' }
/** As Canada writes dates and numbers. */
export const locales: Record<Language, string> = { en: 'en-CA', fr: 'fr-CA' }

type Said = { language: Language; setLanguage(language: Language): void }
const context = createContext<Said | null>(null)

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(chosenLanguage)
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
