import type { FilterValues } from '../../data/filters.ts'
import { locales, useLanguage } from '../../words/language.tsx'
import type { transactionFilters } from './transaction-pages.ts'

/** As the API takes an amount; `12,50` is taken too, and sent with a point. */
export const decimal = (typed: string) => typed.trim().replace(',', '.')

/** The filters of the address as the API takes them: a day is its beginning (`useDayBeginning`). */
export function toQuery(
  {
    created_after,
    created_before,
    amount_from,
    amount_to,
    ...plain
  }: FilterValues<typeof transactionFilters>,
  begins: (day: string | undefined) => string | undefined,
) {
  return {
    ...plain,
    amount_from: amount_from && decimal(amount_from),
    amount_to: amount_to && decimal(amount_to),
    created_after: begins(created_after),
    created_before: begins(created_before),
  }
}

/** An amount in words, for a button: `$50.25`. */
export function useMoneyText() {
  const { language } = useLanguage()
  return (amount: string, currency: string) =>
    new Intl.NumberFormat(locales[language], { style: 'currency', currency }).format(
      amount as Intl.StringNumericLiteral,
    )
}
