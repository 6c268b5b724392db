/** Amounts and times as people in Canada read them. */
import type { PageLanguage } from './accept-language.ts'
import { type Currency, formatAmount } from './money.ts'

const locales = { en: 'en-CA', fr: 'fr-CA' } as const
/** Intl formats a decimal string exactly, where a number would pass through a float. */
type Exact = Intl.StringNumericLiteral

/** Minor units as `$100.50`, or `100,50 $` in French; US dollars say so. */
export const showMoney = (minor: bigint, currency: Currency, language: PageLanguage): string =>
  new Intl.NumberFormat(locales[language], { style: 'currency', currency }).format(
    formatAmount(minor) as Exact,
  )

/** The eastern time zone, in which Canada's banks keep their days. */
const TIME_ZONE = 'America/Toronto'

/** `timeZone`: an IANA name, where a company has its own days. */
export const longTime = (time: Date, language: PageLanguage, timeZone = TIME_ZONE): string =>
  new Intl.DateTimeFormat(locales[language], {
    dateStyle: 'long',
    timeStyle: 'long',
    timeZone,
  }).format(time)

const offsets = new Map<string, Intl.DateTimeFormat>()

/** A time as a place reads it, with its distance from UTC: `2026-11-28T21:15:11-05:00` (ISO 8601). */
export function timeIn(timeZone: string, time: Date): string {
  const format =
    offsets.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      dateStyle: 'short',
      timeStyle: 'medium',
    })
  offsets.set(timeZone, format)
  const local = format.format(time).replace(' ', 'T')
  const minutes = Math.round((Date.parse(`${local}Z`) - Math.floor(time.getTime() / 1000) * 1000) / 60_000)
  const [size, sign] = [Math.abs(minutes), minutes < 0 ? '-' : '+']
  const two = (value: number) => String(value).padStart(2, '0')
  return `${local}${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

/** `a••@example.com`: enough to recognize one's own address, too little to learn another's. */
export const maskEmail = (address: string): string => address.replace(/^(.).*(?=@)/, '$1•••')
