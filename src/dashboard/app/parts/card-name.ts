import { isolated } from '../words/isolated.ts'

const brands: Record<string, string> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
  jcb: 'JCB',
  diners: 'Diners Club',
  unionpay: 'UnionPay',
}

/** `Visa •••• 4242`; undefined where the card was never entered. */
export const cardName = (card: { brand: string | null; last4: string | null }): string | undefined =>
  card.last4 ? `${brands[card.brand ?? ''] ?? card.brand ?? ''} •••• ${card.last4}`.trim() : undefined

type Account = {
  institution?: string | null
  title?: string | null
  holder_name: string
  account_number_last4: string
  currency?: string
}

/** `Chequing •••• 4567, CAD`. */
export function accountName(account: Account): string {
  const name = account.title ?? account.institution ?? account.holder_name
  const currency = account.currency === undefined ? '' : `, ${account.currency}`
  return `${isolated(name)} •••• ${account.account_number_last4}${currency}`
}

type Entered = {
  brand: string | null
  last4: string | null
  expiry_month: number | null
  expiry_year: number | null
}

/**
 * Names of cards among which one is chosen: `Visa •••• 4242, 09/28`, so that two of the same digits differ.
 */
export function cardChoiceName(card: Entered, among: readonly Entered[]): string | undefined {
  const { expiry_month: month, expiry_year: year } = card
  const until =
    month && year ? `, ${String(month).padStart(2, '0')}/${String(year % 100).padStart(2, '0')}` : ''
  const name = cardName(card)
  const isOne = among.filter((other) => cardName(other) === name).length < 2
  return name && `${name}${isOne ? '' : until}`
}
