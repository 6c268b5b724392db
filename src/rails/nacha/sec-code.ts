import type { Agreed } from '../bank-item.ts'
import type { OrderedItem } from '../file-layout.ts'

/**
 * How a batch calls its items: Standard Entry Class, and the company entry description, what the holder reads
 * of the purpose of a debit or credit.
 */
export type EntryClass = { secCode: 'PPD' | 'CCD' | 'WEB'; debit: string; credit: string }

/**
 * The class of an item, by what it is (Nacha Operating Rules, 2.5): CCD for accounts of companies, WEB for
 * debits that a consumer has agreed to on the internet, PPD for those agreed to in writing and for credits to
 * consumers. WEB is for consumers only: a business that agrees on the payment page is debited by CCD. A
 * holder who is not known to be a company is treated as a consumer, who is protected better.
 *
 * PURCHASE is what Nacha asks of consumers' debits for goods bought online (Company Entry Descriptions, since
 * 20 March 2026).
 */
const entryClasses: Record<'company' | Agreed, EntryClass> = {
  company: { secCode: 'CCD', debit: 'TRANSFER', credit: 'PAYOUT' },
  written: { secCode: 'PPD', debit: 'PAYMENT', credit: 'PAYMENT' },
  web: { secCode: 'WEB', debit: 'PURCHASE', credit: 'PAYMENT' },
  web_business: { secCode: 'CCD', debit: 'PAYMENT', credit: 'PAYMENT' },
}

export function entryClassOf(item: Pick<OrderedItem, 'is_company' | 'agreed' | 'direction'>): EntryClass {
  if (item.is_company) return entryClasses.company
  // A credit with WEB is from person to person only.
  return item.direction === 'debit' ? entryClasses[item.agreed] : entryClasses.written
}
