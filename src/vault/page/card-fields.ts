/**
 * What a cardholder types, checked. The page calls this to help, the vault calls the same function to decide,
 * so the two can never disagree. It runs in the browser and on the server.
 */
import {
  type Brand,
  brands,
  cvcLength,
  detectBrand,
  NUMBER_LENGTH_MAX,
  NUMBER_LENGTH_MIN,
  normalizeDigits,
  passesLuhn,
} from '../../ground/card-number.ts'
import { postalCode } from '../../ground/postal-code.ts'
import { textFault, tidyName } from '../../ground/text.ts'

export const fieldNames = ['number', 'expiry', 'cvc', 'name', 'postal_code'] as const
export type FieldName = (typeof fieldNames)[number]

/** The body of the page's request: what was typed, as text. */
export type CardFields = Record<FieldName, string>

export const fieldErrorCodes = [
  'number.required',
  'number.invalid',
  'number.unsupported',
  'expiry.required',
  'expiry.invalid',
  'expiry.past',
  'cvc.required',
  'cvc.invalid',
  'name.required',
  'name.invalid',
  'name.too_long',
  'postal_code.required',
  'postal_code.invalid',
] as const
export type FieldErrorCode = (typeof fieldErrorCodes)[number]

/** One bad field, as it goes over the wire in a 422. It never holds what was typed. */
export type CardFieldError = { field: FieldName; code: FieldErrorCode }

export type CardDetails = {
  /** 12 to 19 ASCII digits. */
  number: string
  brand: Brand
  last4: string
  /** 1 to 12. */
  expiryMonth: number
  /** Four digits. */
  expiryYear: number
  cvc: string
  name: string
  /** Upper case; `A1A 1A1`, `12345` or `12345-6789` where it is Canadian or American. */
  postalCode: string
}

/** Long enough for any name; a card itself carries 26 characters (ISO/IEC 7813 section 7). */
const NAME_LENGTH_MAX = 100

/** No issuer dates a card further ahead; a year beyond is a slip of the finger. */
const EXPIRY_YEARS_AHEAD_MAX = 50

type Checked<T> = { value: T } | { code: FieldErrorCode }

function checkNumber(text: string): Checked<{ number: string; brand: Brand }> {
  if (text.trim() === '') return { code: 'number.required' }
  const number = normalizeDigits(text)
  const foreign = /[^\p{Nd}\s-]/u.test(text)
  const plausible = number.length >= NUMBER_LENGTH_MIN && number.length <= NUMBER_LENGTH_MAX
  if (foreign || !plausible || !passesLuhn(number)) return { code: 'number.invalid' }
  const brand = detectBrand(number)
  if (!brand) return { code: 'number.unsupported' }
  if (!brands[brand].lengths.includes(number.length)) return { code: 'number.invalid' }
  return { value: { number, brand } }
}

/** The month to which a card is good: 1 to 12, and a year of four digits. */
export type Expiry = { month: number; year: number }

const MONTH_FIRST = /^(?:(\d{1,2})[/ ]|(\d{2}))(\d{4}|\d{2})$/
/** What a browser fills in (WHATWG HTML, `autocomplete="cc-exp"`): a month, by some as a whole date. */
const YEAR_FIRST = /^(20\d{2})(?:[/ ](\d{1,2})|(\d{2}))(?:\/\d{2}(?:t.*)?)?$/
/** As American dates are written, and short years first, which no month can be taken for. */
const AMERICAN = /^(\d{1,2})\/\d{1,2}\/(\d{4})$/
const SHORT_YEAR_FIRST = /^([2-9]\d|1[3-9])[/ ]?(\d{2})$/
const MONTH_BY_NAME = /^(\p{L}{3,9})\.?[/ ](\d{4}|\d{2})$/u
/** Of English and French, each by as much as tells it from the others, without accents. */
const monthNames = [
  'jan',
  'fe[bv]',
  'mar',
  'a[pv]r',
  'ma[yi]',
  'juin|jun',
  'juil|jul',
  'aug|aou',
  'sep',
  'oct',
  'nov',
  'dec',
]

const isMonth = (month: number) => month >= 1 && month <= 12
const fullYear = (written: string) => Number(written) + (written.length === 2 ? 2000 : 0)

/** One separator in place of each that people, browsers and password managers write, and nothing unseen. */
const plainDate = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{Cf}\p{M}]/gu, '')
    .toLowerCase()
    .trim()
    .replace(/\s*[/\\|.,∕⁄\p{Pd}−]\s*/gu, '/')
    .replace(/\s+/g, ' ')

/**
 * Reads `MM/YY`, `MM / YYYY`, `M/YY`, `MMYY`, `MMYYYY`, `YYYY-MM`, `YYYYMM`, `YYYY-MM-DD`, `MM/DD/YYYY`,
 * `YY-MM`, `December 2039`; null for anything else.
 */
export function parseExpiry(text: string): Expiry | null {
  const typed = plainDate(text)
  const [, separated, joined, written = ''] = MONTH_FIRST.exec(typed) ?? []
  const month = Number(separated ?? joined)
  if (isMonth(month)) return { month, year: fullYear(written) }
  const [, year, apart, close] = YEAR_FIRST.exec(typed) ?? []
  const second = Number(apart ?? close)
  if (isMonth(second)) return { month: second, year: Number(year) }
  const [, american, ofIt = ''] = AMERICAN.exec(typed) ?? []
  if (isMonth(Number(american))) return { month: Number(american), year: Number(ofIt) }
  const [, short = '', last] = SHORT_YEAR_FIRST.exec(typed) ?? []
  if (isMonth(Number(last))) return { month: Number(last), year: fullYear(short) }
  const [, name = '', inYear = ''] = MONTH_BY_NAME.exec(typed) ?? []
  const named = monthNames.findIndex((beginning) => new RegExp(`^(${beginning})`).test(name))
  return named < 0 ? null : { month: named + 1, year: fullYear(inYear) }
}

/**
 * Months from now to the month of the expiry date, negative once the card is past. A card is good to the last
 * day of its month where its holder is; UTC-12 is where that day ends last.
 */
export function monthsLeft({ month, year }: Expiry, now: Date): number {
  const latest = new Date(now.getTime() - 12 * 3_600_000)
  return (year - latest.getUTCFullYear()) * 12 + month - 1 - latest.getUTCMonth()
}

function checkExpiry(text: string, today: Date): Checked<Expiry> {
  if (text.trim() === '') return { code: 'expiry.required' }
  const expiry = parseExpiry(text)
  if (!expiry) return { code: 'expiry.invalid' }
  const monthsAhead = monthsLeft(expiry, today)
  if (monthsAhead < 0) return { code: 'expiry.past' }
  if (monthsAhead > EXPIRY_YEARS_AHEAD_MAX * 12) return { code: 'expiry.invalid' }
  return { value: expiry }
}

function checkCvc(text: string, brand: Brand | null): Checked<string> {
  if (text.trim() === '') return { code: 'cvc.required' }
  const cvc = normalizeDigits(text)
  // With no known brand either length may turn out right; the number's own error is shown anyway.
  const lengths: number[] = brand ? [cvcLength(brand)] : [3, 4]
  const foreign = /[^\p{Nd}\s]/u.test(text)
  return !foreign && lengths.includes(cvc.length) ? { value: cvc } : { code: 'cvc.invalid' }
}

function checkName(text: string): Checked<string> {
  const name = tidyName(text)
  const fault = textFault(name, { max: NAME_LENGTH_MAX })
  if (fault === 'empty' || fault === 'invisible') return { code: 'name.required' }
  if (fault === 'too_long') return { code: 'name.too_long' }
  // No name has as many digits: also a number with a slip in it is not kept (PCI DSS 3.5.1).
  const holdsNumber = normalizeDigits(name).length >= NUMBER_LENGTH_MIN
  return holdsNumber || fault ? { code: 'name.invalid' } : { value: name }
}

function checkPostalCode(text: string): Checked<string> {
  if (text.trim() === '') return { code: 'postal_code.required' }
  const value = postalCode(text)
  return value === null ? { code: 'postal_code.invalid' } : { value }
}

/** A postal code as it is written, upper case and spaced; what is not one stays as it was typed. */
export function tidyPostalCode(text: string): string {
  const checked = checkPostalCode(text)
  return 'value' in checked ? checked.value : text
}

/**
 * Checks all fields of a card. `today` is the platform's clock, not the browser's. Either the card in its
 * canonical form or every bad field, in the order of the form, one error each.
 */
export function checkCard(
  fields: CardFields,
  today: Date,
): { card: CardDetails; errors?: undefined } | { card?: undefined; errors: CardFieldError[] } {
  const number = checkNumber(fields.number)
  const expiry = checkExpiry(fields.expiry, today)
  const cvc = checkCvc(fields.cvc, detectBrand(normalizeDigits(fields.number)))
  const name = checkName(fields.name)
  const postalCode = checkPostalCode(fields.postal_code)
  if ('value' in number && 'value' in expiry && 'value' in cvc && 'value' in name && 'value' in postalCode) {
    return {
      card: {
        ...number.value,
        last4: number.value.number.slice(-4),
        expiryMonth: expiry.value.month,
        expiryYear: expiry.value.year,
        cvc: cvc.value,
        name: name.value,
        postalCode: postalCode.value,
      },
    }
  }
  const checks = { number, expiry, cvc, name, postal_code: postalCode }
  const errors = fieldNames.flatMap((field) => {
    const check: Checked<unknown> = checks[field]
    return 'code' in check ? [{ field, code: check.code }] : []
  })
  return { errors }
}

/**
 * The five texts of a request body that came from outside; what is missing or no text counts as not filled
 * in.
 */
export function readCardFields(body: unknown): CardFields {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const text = (field: FieldName) => {
    const value = Object.hasOwn(given, field) ? given[field] : ''
    return typeof value === 'string' ? value.slice(0, 1_000) : ''
  }
  return {
    number: text('number'),
    expiry: text('expiry'),
    cvc: text('cvc'),
    name: text('name'),
    postal_code: text('postal_code'),
  }
}
