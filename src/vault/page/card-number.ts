/**
 * What can be told from a card number alone. It runs in the browser (while typing) and in the vault (as the check that
 * counts), so it imports nothing.
 */

export type Brand = 'visa' | 'mastercard' | 'amex' | 'discover' | 'jcb' | 'diners' | 'unionpay'

type BrandRules = {
  /** As the brand writes itself; the same in English and French. */
  name: string
  /** For the badge in the field, where the name is too wide. */
  badge: string
  /** Ranges of leading digits, both ends included, both of one length. No two brands overlap. */
  prefixes: readonly (readonly [low: string, high: string])[]
  lengths: readonly number[]
  cvcLength: 3 | 4
}

/** ISO/IEC 7812-1: a card number has at most 19 digits; 12 is the least that any issuer uses. */
export const NUMBER_LENGTH_MIN = 12
export const NUMBER_LENGTH_MAX = 19

export const brands: Readonly<Record<Brand, BrandRules>> = {
  visa: { name: 'Visa', badge: 'Visa', prefixes: [['4', '4']], lengths: [13, 16, 19], cvcLength: 3 },
  mastercard: {
    name: 'Mastercard',
    badge: 'Mastercard',
    prefixes: [
      ['51', '55'],
      ['2221', '2720'],
    ],
    lengths: [16],
    cvcLength: 3,
  },
  amex: {
    name: 'American Express',
    badge: 'Amex',
    prefixes: [
      ['34', '34'],
      ['37', '37'],
    ],
    lengths: [15],
    cvcLength: 4,
  },
  discover: {
    name: 'Discover',
    badge: 'Discover',
    prefixes: [
      ['6011', '6011'],
      ['644', '649'],
      ['65', '65'],
    ],
    lengths: [16, 17, 18, 19],
    cvcLength: 3,
  },
  jcb: { name: 'JCB', badge: 'JCB', prefixes: [['3528', '3589']], lengths: [16, 17, 18, 19], cvcLength: 3 },
  diners: {
    name: 'Diners Club',
    badge: 'Diners',
    prefixes: [
      ['300', '305'],
      ['3095', '3095'],
      ['36', '36'],
      ['38', '39'],
    ],
    lengths: [14, 16, 17, 18, 19],
    cvcLength: 3,
  },
  unionpay: {
    name: 'UnionPay',
    badge: 'UnionPay',
    prefixes: [
      ['62', '62'],
      ['81', '81'],
    ],
    lengths: [16, 17, 18, 19],
    cvcLength: 3,
  },
}

const brandIds = Object.keys(brands) as Brand[]

/** True for a brand that this page knows; for reading what somebody else sent. */
export const isBrand = (text: unknown): text is Brand =>
  typeof text === 'string' && Object.hasOwn(brands, text)

/**
 * The ASCII digits of a text, everything else left out. Full-width, Arabic-Indic and Persian digits count: keyboards
 * of those languages type them.
 */
export function normalizeDigits(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replace(/[^0-9]/g, '')
}

/** The brand of a number or of the beginning of one, as soon as it is certain; else null. */
export function detectBrand(digits: string): Brand | null {
  const matches = ([low, high]: readonly [string, string]) => {
    const start = digits.slice(0, low.length)
    return start.length === low.length && start >= low && start <= high
  }
  return brandIds.find((brand) => brands[brand].prefixes.some(matches)) ?? null
}

/** The check digit rule of ISO/IEC 7812-1 annex B (Luhn). False for anything but digits. */
export function passesLuhn(digits: string): boolean {
  if (!/^[0-9]+$/.test(digits)) return false
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = digit * 2
    sum += i % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** The most digits that a number starting so can have. */
export function maxNumberLength(digits: string): number {
  const brand = detectBrand(digits)
  return brand ? Math.max(...brands[brand].lengths) : NUMBER_LENGTH_MAX
}

/** How many digits the security code has; 3 while the brand is unknown. */
export const cvcLength = (brand: Brand | null): 3 | 4 => (brand ? brands[brand].cvcLength : 3)

/** Digits in the groups that are printed on the card: 4-6-5 for American Express, 4-6-4 for a 14-digit Diners Club. */
export function groupNumber(digits: string): string {
  const brand = detectBrand(digits)
  const long = brand === 'amex' || (brand === 'diners' && digits.length <= 14)
  const ends = long ? [4, 10] : [4, 8, 12, 16]
  return [0, ...ends]
    .map((start, i) => digits.slice(start, ends[i]))
    .filter((group) => group !== '')
    .join(' ')
}
