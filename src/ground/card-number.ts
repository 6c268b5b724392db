/**
 * What can be told from a card number alone, and whether a text holds one. It runs in the browser (while
 * typing), in the vault (as the check that counts) and on the main side (where no such number may be kept),
 * so it imports nothing.
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
 * The value of a decimal digit of whatever script: they stand in order, ten and ten (Unicode 4.6,
 * Numeric_Type=Decimal).
 */
function digitValue(digit: string): string {
  const code = digit.codePointAt(0)!
  let before = 0
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1
  return String(before % 10)
}

/** With every digit as an ASCII one: keyboards of many languages type their own, also full-width ones. */
const asciiDigits = (text: string): string =>
  /[^\0-\x7f]/.test(text) ? text.normalize('NFKC').replace(/(?![0-9])\p{Nd}/gu, digitValue) : text

/** The ASCII digits of a text, everything else left out. Digits of other scripts count. */
export const normalizeDigits = (text: string): string => asciiDigits(text).replace(/[^0-9]/g, '')

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

/**
 * Digits in the groups that are printed on the card: 4-6-5 for American Express, 4-6-4 for a 14-digit Diners
 * Club.
 */
export function groupNumber(digits: string): string {
  const brand = detectBrand(digits)
  const long = brand === 'amex' || (brand === 'diners' && digits.length <= 14)
  const ends = long ? [4, 10] : [4, 8, 12, 16]
  return [0, ...ends]
    .map((start, i) => digits.slice(start, ends[i]))
    .filter((group) => group !== '')
    .join(' ')
}

/**
 * Cards that the card page does not take, but people have and may type into a text: Maestro, Dankort, Verve,
 * RuPay, Mir, Troy. By the first four digits, with the fewest and most that follow ISO/IEC 7812.
 */
const furtherCards = [
  [/^(5018|5020|5038|5893|6304|6759|676[1-3])/, 13, 19],
  [/^(5019|9792|508[5-9])/, 16, 16],
  [/^(5061|220[0-4])/, 16, 19],
] as const

/** A whole number of a brand, of one of its lengths, with the check digit that it must have. */
function isCardNumber(digits: string): boolean {
  const { length } = digits
  if (length < CARD_LENGTH_MIN) return false
  const brand = detectBrand(digits)
  const fits =
    (brand !== null && brands[brand].lengths.includes(length)) ||
    furtherCards.some(([start, least, most]) => length >= least && length <= most && start.test(digits))
  return fits && passesLuhn(digits)
}
/** The shortest that a brand of ours has. */
const CARD_LENGTH_MIN = 13

/** As many digits as the shortest number has, wherever they stand: most texts have fewer. */
function hasEnoughDigits(text: string): boolean {
  let digits = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code >= 0x30 && code <= 0x39 && ++digits >= CARD_LENGTH_MIN) return true
  }
  return false
}

/** Ids are full of digits and dashes. */
const uuids = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi
/** As long as an IBAN is (ISO 13616), with or without its blanks. */
const ibans = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/gi

/**
 * Its check digits fit: four characters from the front to the end, letters as 10 to 35, modulo 97 is 1 (ISO
 * 7064).
 */
function isIban(text: string): boolean {
  const bare = text.replace(/ /g, '').toUpperCase()
  const digits = (bare.slice(4) + bare.slice(0, 4)).replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  )
  let rest = 0
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97
  return rest === 1
}

/**
 * Digits with what people put between them: up to three blanks, dashes (Japanese keyboards have U+30FC for
 * one), dots, slashes or characters that draw nothing. No line end: a column of order numbers is not one
 * number.
 */
const runs =
  /[0-9](?:[\p{Zs}\t\p{Pd}\p{Default_Ignorable_Code_Point}\u30fc\u00b7\u2022\u2212.,/_*|+()-]{0,3}[0-9])+/gu

/**
 * The same with whatever else is no letter between digits, as a keypad's frame (U+20E3) or a colon. There
 * only groups tell a card's number, and not those of two digits, which are times and hardware addresses.
 */
const looseRuns = /[0-9](?:(?:[^\p{L}\p{N}\r\n]|\u30fc){0,3}[0-9])+/gu

/**
 * Groups as they are printed or typed: all alike but the last, which may be shorter or longer, or those of
 * Amex and Diners.
 */
function isGrouping(lengths: number[]): boolean {
  const first = lengths[0]
  const alike = lengths.slice(0, -1).every((length) => length === first)
  return alike || /^4,6,[45]$/.test(lengths.join())
}

/**
 * Whether a text holds a card number: a brand's prefix and length and the check digit, also with blanks and
 * dashes inside or in digits of another script. Numbers in a row are told apart by how they are grouped, so
 * that two telephone numbers, a date, an IBAN or a UUID are none; one order number in ten that begins and is
 * as long as a card's looks like one and is none.
 */
export function holdsCardNumber(text: string): boolean {
  const plain = asciiDigits(text)
  if (!hasEnoughDigits(plain)) return false
  const withoutIds = plain.replace(uuids, ' x ')
  if (!hasEnoughDigits(withoutIds)) return false
  const bare = withoutIds.replace(ibans, (found) => (isIban(found) ? ' x ' : found))
  const groupsOf = (run: string) => run.match(/[0-9]+/g)!
  return (
    [...bare.matchAll(runs)].some(
      ([run]) => isCardNumber(groupsOf(run).join('')) || hasGroupedNumber(groupsOf(run)),
    ) ||
    [...bare.matchAll(looseRuns)].some(([run]) =>
      hasGroupedNumber(groupsOf(run), (lengths) => lengths[0] !== 2 && isGrouping(lengths)),
    )
  )
}

function hasGroupedNumber(groups: string[], fits = isGrouping): boolean {
  for (let from = 0; from < groups.length; from++) {
    let digits = ''
    for (let to = from; to < groups.length; to++) {
      digits += groups[to]
      if (digits.length > NUMBER_LENGTH_MAX) break
      if (isCardNumber(digits) && fits(groups.slice(from, to + 1).map(({ length }) => length))) return true
    }
  }
  return false
}
