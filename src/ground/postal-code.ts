/** Postal codes. It runs in the browser and on the servers, so it imports nothing. */

/** Canada Post: no D, F, I, O, Q, U anywhere, nor W, Z in front. */
const CANADIAN = /^[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z]\d[ABCEGHJ-NPRSTV-Z]\d$/

/** Upper case, with ASCII digits and single blanks. */
const tidy = (text: string) => text.normalize('NFKC').toUpperCase().replace(/\s+/g, ' ').trim()
const bareOf = (code: string) => code.replace(/[ -]/g, '')

/** `A1A 1A1`, or null. */
export function canadianPostalCode(text: string): string | null {
  const bare = bareOf(tidy(text))
  return CANADIAN.test(bare) ? `${bare.slice(0, 3)} ${bare.slice(3)}` : null
}

/** A ZIP code, `12345` or `12345-6789`, or null. */
export function zipCode(text: string): string | null {
  const bare = bareOf(tidy(text))
  if (/^\d{5}$/.test(bare)) return bare
  return /^\d{9}$/.test(bare) ? `${bare.slice(0, 5)}-${bare.slice(5)}` : null
}

/**
 * A code of a country that is not told, as it is written there; null for what is none of Canada's and
 * plausible nowhere else.
 */
export function postalCode(text: string): string | null {
  const code = tidy(text)
  const bare = bareOf(code)
  const canadian = canadianPostalCode(code)
  if (canadian !== null) return canadian
  // No other country writes letter-digit-letter digit-letter-digit, so this is a Canadian code with a wrong
  // letter.
  if (/^[A-Z]\d[A-Z]\d[A-Z]\d$/.test(bare)) return null
  if (/^\d{9}$/.test(bare)) return zipCode(bare)
  const lenient = /^[A-Z0-9]+(?:[ -][A-Z0-9]+)*$/.test(code) && bare.length >= 2 && bare.length <= 10
  return lenient ? code : null
}
