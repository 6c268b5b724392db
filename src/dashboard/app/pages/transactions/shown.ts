import { decimal } from '../../data/decimal.ts'
import type { FilterValues } from '../../data/filters.ts'
import type { useDays } from '../../parts/moment.tsx'
import { locales, useLanguage } from '../../words/language.tsx'
import type { transactionFilters } from './transaction-pages.ts'

/** The filters of the address as the API takes them: a day is its beginning (`useDays`). */
export function toQuery(
  {
    created_after,
    created_before,
    failed_after,
    failed_before,
    amount_from,
    amount_to,
    ...plain
  }: FilterValues<typeof transactionFilters>,
  days: ReturnType<typeof useDays>,
) {
  return {
    ...plain,
    amount_from: amount_from && decimal(amount_from),
    amount_to: amount_to && decimal(amount_to),
    created_after: days.from(created_after),
    created_before: days.before(created_before),
    failed_after: days.from(failed_after),
    failed_before: days.before(failed_before),
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
