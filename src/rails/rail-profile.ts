import type { BankCurrency } from '../ground/money.ts'
import type { BankingCalendar } from './banking-calendar.ts'

/** What a bank asks for whatever its files look like; each layout adds its own. */
export type RailProfile = {
  calendar: BankingCalendar
  currencies: readonly BankCurrency[]
  /** A file holds items of one kind only, because its header says the kind. */
  oneKindPerFile: boolean
  /** Minor units of one item. */
  amountMax: bigint
  /**
   * Minor units that the debits of a file, and its credits, may come to: what the field of their sum holds.
   */
  totalMax: bigint
  /** How far from the day of processing a due date may be, in calendar days. */
  window: Record<'debit' | 'credit', { pastDays: number; aheadDays: number }>
  /** Files that arrive until then are processed the same day, by the calendar's clock. */
  cutOff: { hour: number; minute: number }
  /** Whether files leave at any time; else on banking days, in the last stretch before the cut-off. */
  sendsAtOnce: boolean
  /** Banking days from the day of processing to the first due date that can be. */
  settleDays: number
  /** Banking days before its due date on which an item is sent. */
  leadDays: number
  /**
   * Banking days after its due date without a return until an item counts as settled. Null: the bank confirms
   * it.
   */
  returnDays: number | null
}
