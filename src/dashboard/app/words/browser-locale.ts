/** What Intl takes where the browser names nothing that it takes. */
const FALLBACK = 'en-CA'

/**
 * A locale that Intl takes, from what a browser calls its language. Chromium on a machine without a locale
 * says `en-US@posix`, at which every constructor of Intl throws.
 */
export function usableLocale(tag: unknown): string {
  try {
    return Intl.getCanonicalLocales(tag as string)[0] ?? FALLBACK
  } catch {
    return FALLBACK
  }
}

/**
 * Makes what the browser says of its language usable for all that reads it after this; uPlot does so when it
 * is loaded. What a page shows is in the language that was chosen (`locales`), whatever this says.
 */
export function mendBrowserLocale(): void {
  const usable = usableLocale(navigator.language)
  if (usable !== navigator.language)
    Object.defineProperty(navigator, 'language', { value: usable, configurable: true })
}
