import type { PlacedItem } from '../rail.ts'

type SecCode = 'PPD' | 'CCD' | 'WEB'

/**
 * The Standard Entry Class of an item, by what it is (Nacha Operating Rules, 2.5: CCD for accounts of companies, WEB for debits that a
 * consumer has agreed to on the internet, PPD for those agreed to in writing and for credits to consumers). We do not ask whether a
 * contact is a person: who is not known to be a company is treated as a consumer, whose protection goes further.
 */
export const secCodes: Record<'company' | 'agreedOnline' | 'otherwise', SecCode> = {
  company: 'CCD',
  agreedOnline: 'WEB',
  otherwise: 'PPD',
}

export function secCodeOf(item: Pick<PlacedItem, 'is_company' | 'agreed' | 'direction'>): SecCode {
  if (item.is_company) return secCodes.company
  // A credit with WEB is from person to person only.
  return item.agreed === 'web' && item.direction === 'debit' ? secCodes.agreedOnline : secCodes.otherwise
}

/**
 * Company entry description, what the holder reads of the purpose. PURCHASE is what Nacha asks of debits for goods bought online (Company
 * Entry Descriptions, since 20 March 2026).
 */
export const descriptions: Record<SecCode, Record<'debit' | 'credit', string>> = {
  CCD: { debit: 'TRANSFER', credit: 'PAYOUT' },
  WEB: { debit: 'PURCHASE', credit: 'PAYMENT' },
  PPD: { debit: 'PAYMENT', credit: 'PAYMENT' },
}
