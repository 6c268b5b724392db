/** The words of the page, by language. */
import type { Language } from './agreement-text.ts'
import { en } from './texts-en.ts'
import { fr } from './texts-fr.ts'
import type { Texts } from './texts-shape.ts'

export const texts: Readonly<Record<Language, Texts>> = { en, fr }

/** Puts values into the `{…}` of a text. */
export const fill = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (mark, name: string) => values[name] ?? mark)
