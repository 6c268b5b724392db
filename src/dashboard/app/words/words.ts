/**
 * Words in both languages, typed alike: what is missing or superfluous in French is an error of `tsc`.
 *
 * ```ts
 * const words = inBoth({
 *   en: { title: 'Contacts', found: (count: number) => `${count} found` },
 *   fr: { title: 'Clients', found: (count) => `${count} trouvés` },
 * })
 * const say = useWords(words)   // in a component: say.title, say.found(3)
 * ```
 */
import { numberFormat } from './formats.ts'
import { type Language, locales, useLanguage } from './language.tsx'

export type Words = { [name: string]: string | ((...given: never[]) => string) | Words }

/** The same names; a text for a text, a function of the same arguments for a function. */
type Alike<W> = {
  [Name in keyof W]: W[Name] extends string
    ? string
    : W[Name] extends (...given: infer Given) => string
      ? (...given: Given) => string
      : Alike<W[Name]>
}

export type InBoth<W> = { en: W; fr: Alike<W> }

export const inBoth = <const W extends Words>(words: { en: W; fr: NoInfer<Alike<W>> }): InBoth<Alike<W>> =>
  words as unknown as InBoth<Alike<W>>

/** The words in the language of the user. */
export function useWords<W>(words: { en: W; fr: W } | InBoth<W>): W {
  const { language } = useLanguage()
  return words[language] as W
}

const rules = {
  en: new Intl.PluralRules(locales.en),
  fr: new Intl.PluralRules(locales.fr),
}

/** `1,566`, or `1 566` in French. */
export const counted = (language: Language, count: number): string =>
  numberFormat(locales[language]).format(count)

/** `1 contact`, `2 contacts`; in French 0 is one (`0 client`). `many` is what all others take. */
export const plural = (language: Language, count: number, one: string, many: string): string =>
  `${counted(language, count)} ${rules[language].select(count) === 'one' ? one : many}`
