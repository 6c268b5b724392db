import { useCallback } from 'react'
import { numberFormat } from '../words/formats.ts'
import { locales, useLanguage } from '../words/language.tsx'

/** An amount as the API sends it: a decimal text. Never a number: sums come from the server. */
export type Amount = string

/** Intl formats a decimal text exactly, where a number would pass through a float. */
const showMoney = (amount: Amount, currency: string, locale: string): string =>
  numberFormat(locale, { style: 'currency', currency }).format(amount as Intl.StringNumericLiteral)

/** The same as text, for words around it: `Refund $50.25`. */
export function useMoney() {
  const { language } = useLanguage()
  return useCallback(
    (amount: Amount, currency: string) => showMoney(amount, currency, locales[language]),
    [language],
  )
}

/** `$1,234.50`, or `1 234,50 $` in French; digits stand below each other. */
export function Money({ amount, currency = 'CAD' }: { amount: Amount; currency?: string }) {
  const { language } = useLanguage()
  return <span className="number">{showMoney(amount, currency, locales[language])}</span>
}
