import type { BankCurrency } from '../ground/money.ts'
import type { RailName } from './bank-accounts.ts'

/** What a file says of itself. `number` is the sender's own, 1 to 9999; `createdOn` an ISO day. */
export type WireHeader = {
  originatorId: string
  number: number
  createdOn: string
  currency: BankCurrency
}

/** An item as it came, whatever its layout: amount in minor units, ISO day. */
export type WireItem = {
  reference: string
  direction: 'debit' | 'credit'
  amount: bigint
  due: string
  accountNumber: string
  /** Of NACHA: class and payment type, `WEB S` or `CCD`. */
  entryClass?: string
}

/**
 * A file that was read to its end. With a header and a problem it is rejected whole; without a header nobody
 * knows whose it is. A return is made of the item as it came, so the file's own layout writes it:
 * `number` is the bank's own of the answer, `day` its day.
 */
export type WireFile = {
  rail: RailName
  header?: WireHeader
  items: WireItem[]
  problem?: string
  /** Items, by their place in `items`, with the reason why they come back. */
  returns(number: number, day: string, of: { at: number; code: string }[]): AsyncGenerator<Buffer, void>
  /** Items whose account has changed, and how where the layout can say so. */
  notices(
    number: number,
    day: string,
    of: { at: number; change: string | null }[],
  ): AsyncGenerator<Buffer, void>
}

/** Items of one file; ours hold 10,000. */
export const ITEMS_MAX = 100_000
