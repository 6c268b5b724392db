/** The languages that pages are in. */
export const pageLanguages = ['en', 'fr'] as const
export type PageLanguage = (typeof pageLanguages)[number]

/** Browsers send a handful; what is longer is no list of languages. */
const HEADER_LENGTH_MAX = 1_000

/**
 * The first of our languages in an `Accept-Language` header by its weights (RFC 9110 section 12.5.4), null
 * where it has none of them.
 */
export function acceptedLanguage(header: string | undefined): PageLanguage | null {
  const wanted = (header ?? '')
    .slice(0, HEADER_LENGTH_MAX)
    .split(',')
    .map((range) => {
      const [, language = '', weight = '1'] =
        /^\s*([a-z]+)[a-z0-9-]*\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*$/i.exec(range) ?? []
      return { language: language.toLowerCase(), weight: Number(weight) }
    })
    .filter(({ language, weight }) => weight > 0 && pageLanguages.includes(language as PageLanguage))
  // The sort is stable: of two of one weight the first one written wins.
  return (wanted.sort((a, b) => b.weight - a.weight)[0]?.language as PageLanguage | undefined) ?? null
}
