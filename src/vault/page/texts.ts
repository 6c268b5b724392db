/** The words of the page, by language. */
import { en } from './texts-en.ts'
import { fr } from './texts-fr.ts'
import type { Language, Texts } from './texts-shape.ts'

export const texts: Readonly<Record<Language, Texts>> = { en, fr }
