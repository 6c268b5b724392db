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

export const longTime = (time: Date, language: PageLanguage): string =>
  new Intl.DateTimeFormat(locales[language], {
    dateStyle: 'long',
    timeStyle: 'long',
    timeZone: TIME_ZONE,
  }).format(time)

/** `a••@example.com`: enough to recognize one's own address, too little to learn another's. */
export const maskEmail = (address: string): string => address.replace(/^(.).*(?=@)/, '$1•••')
